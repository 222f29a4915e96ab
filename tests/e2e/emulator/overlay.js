// telegram-test-api 4.2.1, completed by what a bot of today relies on: long polling that forgets only what is
// acknowledged, webhooks with a secret and retries, edits, and Telegram's refusals.
//
// No file of the package is touched: in express the route that was there first wins. Tests steer it under
// `/_test/`; everything else is as in the Bot API.

const {routes} = require('telegram-test-api/lib/routes/index');
const {TelegramServer} = require('telegram-test-api/lib/telegramServer');

const MOST_LETTERS = 4096;
const MOST_BUTTON_BYTES = 64;
const WEBHOOK_TRIES = 90;

const seconds = () => Math.floor(Date.now() / 1000);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

class Refusal extends Error {
  constructor(code, description, parameters) {
    super(description);
    Object.assign(this, {code, parameters});
  }
}
const badRequest = (why) => new Refusal(400, `Bad Request: ${why}`);

/** What a form field says: lists and objects travel as JSON, everything else as text. */
function read(value) {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try { return JSON.parse(value); } catch { return value; }
}

class Emulator extends TelegramServer {
  constructor(config) {
    routes.unshift((app, server) => server.addRoutes(app));
    try { super(config); } finally { routes.shift(); }
  }

  /** The base class adds routes while it is being made, before fields of ours would exist. */
  prepare() {
    this.waiting = {};         // updates nobody has acknowledged, by token
    this.settings = {};        // what setMyCommands and the like have set, by token, name and language
    this.calls = [];           // every call of the Bot API: {at, token, method, fields}
    this.delivered = [];       // every answer of a webhook: {update_id, status, attempt}
    this.pressed = new Set();  // presses that can still be acknowledged
    this.blocked = new Set();  // chats that let nothing through
    this.floods = [];          // chats (or “*”) whose next message is one too many
    this.perSecond = 0;        // how many messages a second are let through; 0: any
    this.sentAt = [];
    this.refused = 0;          // how often it said 429
    this.inline = true;
  }

  botUser(token) {
    const flags = {can_join_groups: false, can_read_all_group_messages: false, has_main_web_app: false};
    const names = {first_name: 'Test bot', username: 'test_bot'};
    return {id: Number(token.split(':')[0]), is_bot: true, ...names, ...flags, supports_inline_queries: this.inline};
  }

  // ---- what people do ----------------------------------------------------------------------------------

  /** Tell the bot something: {message: {…}}, {callback_query: {…}} and so on. */
  push(token, what) {
    const update = {update_id: this.updateId++, ...what};
    this.updateId = Math.max(this.updateId, update.update_id + 1);
    if (what.callback_query) this.pressed.add(String(what.callback_query.id));
    const hook = this.webhooks[token];
    if (hook) return this.bring(token, hook, update);
    (this.waiting[token] ||= []).push(update);
    this.emit(`update:${token}`);
    return Promise.resolve(update);
  }

  /** The client routes of the package (`/sendMessage` and so on) come through here. */
  addUserUpdate(said) {
    const {update_id: _, ...update} = TelegramServer.formatUpdate(said);
    if (update.callback_query) {
      update.callback_query.chat_instance = '1';
      update.callback_query.message = {message_id: 1, date: seconds(), ...update.callback_query.message};
    }
    if (update.message) delete update.message.botToken;
    return this.push(said.botToken, update);
  }

  /** So many at once as the webhook wants; the others wait their turn. */
  async bring(token, hook, update) {
    while (hook.busy >= Number(hook.max_connections || 40)) await new Promise((done) => hook.line.push(done));
    hook.busy++;
    try { return await this.deliver(token, hook, update); } finally {
      hook.busy--;
      (hook.line.shift() || (() => {}))();
    }
  }

  /** Telegram repeats what is not answered with 2xx. An answer may be a call of the Bot API. */
  async deliver(token, hook, update) {
    const secret = hook.secret_token && {'X-Telegram-Bot-Api-Secret-Token': hook.secret_token};
    const headers = {'content-type': 'application/json', ...secret};
    for (let attempt = 0; attempt < WEBHOOK_TRIES; attempt++) {
      const answer = await fetch(hook.url, {method: 'POST', body: JSON.stringify(update), headers}).catch(() => null);
      const text = answer ? await answer.text().catch(() => '') : '';
      this.delivered.push({update_id: update.update_id, status: answer ? answer.status : 0, attempt});
      if (answer && answer.ok) {
        const call = read(text);
        if (call && call.method) this.call(token, call.method, call);
        return update;
      }
      hook.trouble = answer ? `Wrong response from the webhook: ${answer.status}` : 'Connection refused';
      hook.troubleAt = seconds();
      await pause(Math.min(1000, 100 * 2 ** attempt));
    }
    return update;
  }

  // ---- what the bot does -------------------------------------------------------------------------------

  /** One call of the Bot API; throws a Refusal. */
  call(token, method, given) {
    const fields = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, read(value)]));
    this.calls.push({at: Date.now(), token, method, fields});
    const name = method.toLowerCase();
    const chat = String(fields.chat_id);
    if (/^(send|edit)/.test(name) && name !== 'sendchataction') this.mayReach(chat);
    this.checkButtons(fields.reply_markup);
    if (/^(set|delete)my|^(set|get)chatmenubutton$|^getmy/.test(name)) return this.setting(token, name, fields);
    switch (name) {
      case 'getme': return this.botUser(token);
      case 'setwebhook': return this.setHook(token, fields);
      case 'deletewebhook': return this.dropHook(token, fields);
      case 'getwebhookinfo': return this.hookInfo(token);
      case 'sendmessage': return this.say(token, method, fields, {text: this.checked(fields.text)});
      case 'sendvenue': return this.say(token, method, fields, {venue: {title: fields.title, address: fields.address}});
      case 'senddocument': return this.say(token, method, fields, {document: fields.document});
      case 'editmessagetext': return this.edit(token, fields);
      case 'answercallbackquery': return this.acknowledge(String(fields.callback_query_id));
      case 'answerinlinequery': return true;
      default: throw new Refusal(404, 'Not Found');
    }
  }

  mayReach(chat) {
    if (this.blocked.has(chat)) throw new Refusal(403, 'Forbidden: bot was blocked by the user');
    this.sentAt = this.sentAt.filter((at) => at > Date.now() - 1000);
    const flood = this.floods.findIndex((each) => each === chat || each === '*');
    if (flood >= 0) this.floods.splice(flood, 1);
    if (flood >= 0 || (this.perSecond && this.sentAt.length >= this.perSecond)) {
      this.refused++;
      throw new Refusal(429, 'Too Many Requests: retry after 1', {retry_after: 1});
    }
    this.sentAt.push(Date.now());
  }

  checked(text) {
    if (!text) throw badRequest('message text is empty');
    if (String(text).length > MOST_LETTERS) throw badRequest('message is too long');
    return String(text);
  }

  checkButtons(markup) {
    for (const button of ((markup && markup.inline_keyboard) || []).flat()) {
      const data = button.callback_data;
      if (data !== undefined && (!data || Buffer.byteLength(data) > MOST_BUTTON_BYTES)) throw badRequest('BUTTON_DATA_INVALID');
      if (button.url && !/^(https?:\/\/[^/]+\.[^/]+|tg:\/\/)/.test(button.url)) {
        throw badRequest(`inline keyboard button URL '${button.url}' is invalid: Wrong HTTP URL`);
      }
    }
  }

  say(token, method, fields, content) {
    const message = {...fields, ...content};
    const row = {time: Date.now(), botToken: token, method, message, updateId: this.updateId++, messageId: this.messageId++, isRead: false};
    this.storage.botMessages.push(row);
    this.emit('AddedBotMessage');
    return this.asMessage(row);
  }

  asMessage(row) {
    const {text, reply_markup: markup, chat_id: chat} = row.message;
    const keys = markup && markup.inline_keyboard && {reply_markup: markup};
    const from = this.botUser(row.botToken);
    return {message_id: row.messageId, date: Math.floor(row.time / 1000), from, chat: {id: Number(chat), type: 'private'}, text, ...keys};
  }

  edit(token, {chat_id: chat, message_id: id, text, reply_markup: markup}) {
    const row = this.storage.botMessages.find((each) => each.messageId === Number(id) && String(each.message.chat_id) === String(chat));
    if (!row) throw badRequest('message to edit not found');
    this.checked(text);
    const same = row.message.text === text && JSON.stringify(row.message.reply_markup) === JSON.stringify(markup);
    if (same) throw badRequest('message is not modified: specified new message content and reply markup are exactly the same');
    Object.assign(row.message, {text, reply_markup: markup});
    row.updateId = this.updateId++;
    this.emit('EditedMessageText');
    return this.asMessage(row);
  }

  acknowledge(press) {
    if (!this.pressed.delete(press)) throw badRequest('query is too old and response timeout expired or query ID is invalid');
    return true;
  }

  setting(token, name, fields) {
    const [, verb, what] = /^(set|get|delete)(.*)$/.exec(name);
    const kept = (this.settings[token] ||= {});
    const key = `${what} ${fields.language_code || ''}`;
    if (verb !== 'get') { kept[key] = verb === 'set' ? fields : undefined; return true; }
    const set = kept[key] || {};
    switch (what) {
      case 'mycommands': return set.commands || [];
      case 'chatmenubutton': return set.menu_button || {type: 'default'};
      default: { const field = what.replace('my', '').replace('short', 'short_'); return {[field]: set[field] || ''}; }
    }
  }

  setHook(token, fields) {
    if (!fields.url) return this.dropHook(token, fields);
    this.webhooks[token] = Object.assign(fields, {busy: 0, line: []});
    const waiting = (this.waiting[token] || []).splice(0);
    for (const update of waiting) this.bring(token, fields, update);
    return true;
  }

  dropHook(token, fields) {
    delete this.webhooks[token];
    if (String(fields.drop_pending_updates).toLowerCase() === 'true') this.waiting[token] = [];
    return true;
  }

  hookInfo(token) {
    const hook = this.webhooks[token] || {};
    const trouble = hook.trouble && {last_error_date: hook.troubleAt, last_error_message: hook.trouble};
    const pending = (this.waiting[token] || []).length;
    return {url: hook.url || '', has_custom_certificate: false, pending_update_count: pending, allowed_updates: hook.allowed_updates, ...trouble};
  }

  /** Long polling: what comes before `offset` is acknowledged and forgotten, and nothing else. */
  async updates(token, fields, gone) {
    this.calls.push({at: Date.now(), token, method: 'getUpdates', fields});
    if (this.webhooks[token]) throw new Refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
    const take = () => {
      this.waiting[token] = (this.waiting[token] || []).filter((each) => each.update_id >= Number(fields.offset || 0));
      return this.waiting[token].slice(0, Number(fields.limit || 100));
    };
    if (!take().length && Number(fields.timeout)) {
      const news = new Promise((done) => { this.once(`update:${token}`, done); gone(done); });
      await Promise.race([news, pause(Number(fields.timeout) * 1000)]);
    }
    return take();
  }

  // ---- routes ------------------------------------------------------------------------------------------

  addRoutes(app) {
    this.prepare();
    app.all('/bot:token/:method', async (request, response) => {
      const {token, method} = request.params;
      const fields = {...request.query, ...request.body, ...(await this.files(request))};
      try {
        const polling = method.toLowerCase() === 'getupdates';
        const gone = (done) => response.on('close', done);
        response.json({ok: true, result: await (polling ? this.updates(token, fields, gone) : this.call(token, method, fields))});
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const {code, message: description, parameters} = error;
        response.status(code).json({ok: false, error_code: code, description, ...(parameters && {parameters})});
      }
    });
    app.post('/_test/push', async (request, response) => {
      const {token, updates, wait} = request.body;
      const pushed = updates.map((each) => this.push(token, each));
      response.json(wait === false ? [] : await Promise.all(pushed));
    });
    app.post('/_test/set', (request, response) => {
      const {blocked, floods, perSecond, inline} = request.body;
      if (blocked) this.blocked = new Set(blocked.map(String));
      if (floods) this.floods = floods.map(String);
      if (perSecond !== undefined) this.perSecond = perSecond;
      if (inline !== undefined) this.inline = inline;
      response.json(true);
    });
    app.get('/_test/calls', (request, response) => response.json(this.calls.slice(Number(request.query.from || 0))));
    app.get('/_test/refused', (request, response) => response.json(this.refused));
    app.get('/_test/delivered', (request, response) => response.json(this.delivered));
    app.get('/_test/said', (request, response) => response.json(this.said(Number(request.query.after || 0))));
  }

  /** All that the bot has said or changed after so many updates, as people see it. */
  said(after) {
    const rows = this.storage.botMessages.filter((each) => each.updateId > after);
    return rows.map((each) => ({at: each.updateId, time: each.time, id: each.messageId, chat: Number(each.message.chat_id), ...each.message}));
  }

  /** Fields of a form with files, read by Node itself; of a file only its name and text. */
  async files(request) {
    const type = request.headers['content-type'] || '';
    if (!type.startsWith('multipart/')) return {};
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const form = await new Response(Buffer.concat(chunks), {headers: {'content-type': type}}).formData();
    const parts = {};
    for (const [name, value] of form) parts[name] = typeof value === 'string' ? value : {name: value.name, text: await value.text()};
    return parts;
  }
}

const emulator = new Emulator({port: Number(process.env.PORT), host: '127.0.0.1', storeTimeout: 3600});
emulator.setMaxListeners(0);
emulator.start().then(() => console.log('ready'));
