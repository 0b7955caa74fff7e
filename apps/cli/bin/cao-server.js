#!/usr/bin/env node
import '@cao/server/program';
