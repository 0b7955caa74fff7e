#!/usr/bin/env node
import '../dist/bundle/ops-main.js';
