import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { test } from 'node:test';
import { createEmail } from '../../src/notifying/email.ts';
import type { EmailSettings } from '../../src/notifying/email.ts';
import { compose } from '../../src/notifying/compose.ts';
import { hidingValues } from '../../src/telemetry/redact.ts';
import { message, SETTINGS, TEST_CONTENT, trouble } from './messages.ts';
import { startMailServer } from './smtp.ts';
import type { MailServer } from './smtp.ts';

const PASSWORD = 'correct horse battery';
const deps = { hide: hidingValues([PASSWORD]) };

function emailTo(server: Pick<MailServer, 'port' | 'authority'>, changes: Partial<EmailSettings> = {}) {
  const settings: EmailSettings = {
    least: 'info',
    host: '127.0.0.1',
    port: server.port,
    security: 'starttls',
    user: null,
    password: null,
    from: 'Scraping <scraping@example.com>',
    to: ['ana@example.com', 'eva@example.com'],
    authority: server.authority,
    ...changes,
  };
  return createEmail(settings, deps);
}

test('a mail goes out encrypted, to everybody, as text and as HTML, with the same id at each try', async (t) => {
  const server = await startMailServer(t);
  const sent = compose('msg_7', { kind: 'troubles', items: [trouble()] }, { ...SETTINGS, language: 'es' }, [
    { name: 'reporte.html', type: 'text/html', content: Buffer.from('<p>hola</p>') },
  ]);
  assert.deepEqual(await emailTo(server).send(sent), { kind: 'sent' });
  assert.deepEqual(server.encrypted, [true]);
  const [mail = ''] = server.mails;
  assert.match(mail, /^To: ana@example\.com, eva@example\.com\r$/m);
  assert.match(mail, /^Message-ID: <msg_7@scraping-orchestrator>\r$/m);
  assert.match(mail, /^Subject: \[Scraping\] Inm24: bloqueo del portal\r$/m);
  assert.match(mail, /^Auto-Submitted: auto-generated\r$/m);
  for (const part of ['text/plain', 'text/html', 'filename=reporte.html']) assert.ok(mail.includes(part), part);
});

test('a server that speaks TLS from the first byte is spoken to so; one without a certificate we trust gets nothing', async (t) => {
  const server = await startMailServer(t, { secure: true });
  assert.deepEqual(await emailTo(server, { security: 'tls' }).send(message()), { kind: 'sent' });
  const refused = await emailTo(server, { security: 'tls', authority: null }).send(message());
  assert.equal(refused.kind, 'later');
  assert.match(JSON.stringify(refused), /self.signed/);
  assert.equal(server.mails.length, 1);
});

test('a server that offers no encryption gets nothing when encryption is asked for, and no password ever', async (t) => {
  let logins = 0;
  const server = await startMailServer(t, {
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (_auth, _session, answer) => {
      logins += 1;
      answer(null, { user: 'ana' });
    },
  });
  const answer = await emailTo(server, { user: 'ana', password: PASSWORD }).send(message());
  assert.equal(answer.kind, 'later');
  assert.equal(logins, 0);
  assert.equal(server.mails.length, 0);
  assert.deepEqual(
    await emailTo(server, { security: 'none' }).send(message()),
    { kind: 'sent' },
    'unless a person says so',
  );
});

test('a refused password is tried again later, and never told', async (t) => {
  const server = await startMailServer(t, {
    authOptional: false,
    onAuth: (auth, _session, answer) => {
      if (auth.password === PASSWORD) answer(null, { user: 'ana' });
      else answer(new Error(`535 not with ${auth.password}`));
    },
  });
  const wrong = createEmailWith(server, 'a wrong password');
  const refused = await wrong.send(message());
  assert.equal(refused.kind, 'later');
  assert.doesNotMatch(JSON.stringify(refused), /a wrong password/);
  assert.deepEqual(await emailTo(server, { user: 'ana', password: PASSWORD }).send(message()), { kind: 'sent' });

  function createEmailWith(to: MailServer, password: string) {
    const settings: EmailSettings = {
      least: 'info',
      host: '127.0.0.1',
      port: to.port,
      security: 'starttls',
      user: 'ana',
      password,
      from: 'scraping@example.com',
      to: ['ana@example.com'],
      authority: to.authority,
    };
    return createEmail(settings, { hide: hidingValues([password]) });
  }
});

test('greylisting (4xx) means later; an address that is refused (5xx) means never', async (t) => {
  let code = 451;
  const server = await startMailServer(t, {
    onRcptTo: (_address, _session, answer) => {
      const error: Error & { responseCode?: number } = new Error('try again in five minutes');
      error.responseCode = code;
      answer(code === 0 ? null : error);
    },
  });
  const grey = await emailTo(server).send(message());
  assert.equal(grey.kind, 'later');
  assert.match(JSON.stringify(grey), /try again in five minutes/);
  code = 550;
  assert.equal((await emailTo(server).send(message())).kind, 'never');
  code = 0;
  assert.deepEqual(await emailTo(server).send(message()), { kind: 'sent' });
});

test('nobody listening is a reason to try later, not an error', async () => {
  const free = createServer();
  free.listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as AddressInfo;
  free.close();
  await once(free, 'close');
  const answer = await emailTo({ port, authority: '' }).send(message());
  assert.equal(answer.kind, 'later');
  assert.match(JSON.stringify(answer), /ECONNREFUSED/);
});

test('a server that breaks off in the middle is a reason to try later', async (t) => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write('220 mail\r\n');
    socket.on('data', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const answer = await emailTo({ port: (server.address() as AddressInfo).port, authority: '' }).send(
    message(TEST_CONTENT),
  );
  assert.equal(answer.kind, 'later');
});
