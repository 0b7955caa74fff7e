// The table a person reads.
export function table(rows, machine) {
  const cells = rows.flatMap(({ what, python, figures }) =>
    figures.map((figure, at) => [
      at === 0 ? what : '',
      text(figure),
      `${Math.min(...figure.runs)} to ${Math.max(...figure.runs)}`,
      `${figure.most ? '<=' : '>='} ${figure.limit} ${figure.unit}`.trim(),
      figure.ok ? 'ok' : 'MISS',
      at === 0 ? python : '',
    ]),
  );
  const head = ['What', 'Measured', 'Runs', 'Bar', '', 'CAO (Python)'];
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((line) => line[column].length)));
  const line = (columns) =>
    columns
      .map((column, at) => column.padEnd(widths[at]))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [about(machine), '', line(head), rule, ...cells.map(line)].join('\n');
}

function text({ label, value, unit }) {
  return [label, `${value}${unit === 'x' ? '' : ' '}${unit}`.trim()].filter((part) => part !== '').join(' ');
}

function about({ cpus, model, node, moments }) {
  const idle = moments.map((moment) => Math.round(moment.idle * 100));
  const load = moments.map((moment) => moment.load);
  return [
    `${cpus} cores, ${model}, Node ${node}.`,
    `Before the runs the machine was ${Math.min(...idle)} to ${Math.max(...idle)} % idle, load ${Math.min(...load)} to ${Math.max(...load)}.`,
  ].join(' ');
}
