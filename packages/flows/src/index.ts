export { formatFlow, MAX_FLOW_BYTES, parseFlow, type FlowFile } from './flow-file.ts';
export { parseGate, type GateAnswer } from './gate.ts';
export { checkSchedule, nextRun, type Schedule } from './schedule.ts';
export { flowSessionName } from './session-name.ts';
export { placeholders, render } from './template.ts';
