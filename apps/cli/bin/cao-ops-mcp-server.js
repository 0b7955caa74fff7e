#!/usr/bin/env node
import '@cao/mcp-server/ops-program';
