#!/usr/bin/env node
import '../dist/ops-program.js';
