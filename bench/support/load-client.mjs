// One client as a process of its own: keep-alive connections that ask again as soon as they are answered. Prints answers per second.
import { connect } from 'node:net';

const { host, port, request, connections, seconds } = JSON.parse(process.argv[2]);
const bytes = Buffer.from(request);
const HEAD_END = '\r\n\r\n';
let answers = 0;
let counting = false;

for (let n = 0; n < connections; n++) open();
setTimeout(() => (counting = true), 500);
setTimeout(
  () => {
    process.stdout.write(`${answers / seconds}\n`);
    process.exit(0);
  },
  500 + seconds * 1000,
);

function open() {
  const socket = connect(port, host, () => socket.write(bytes));
  socket.setNoDelay(true);
  let text = '';
  socket.setEncoding('latin1').on('data', (part) => {
    text += part;
    for (let length = answerLength(text); length !== undefined && text.length >= length; length = answerLength(text)) {
      if (!text.startsWith('HTTP/1.1 20')) fail(text);
      text = text.slice(length);
      if (counting) answers += 1;
      socket.write(bytes);
    }
  });
  socket.on('error', (error) => fail(error.message));
  socket.on('close', () => fail('the server closed a connection'));
}

/** Bytes of the answer at the start of the text, once its head is there. */
function answerLength(text) {
  const end = text.indexOf(HEAD_END);
  if (end === -1) return undefined;
  const length = /^content-length: *(\d+)/im.exec(text.slice(0, end))?.[1];
  if (length === undefined) fail('an answer without its length');
  return end + HEAD_END.length + Number(length);
}

function fail(why) {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}
