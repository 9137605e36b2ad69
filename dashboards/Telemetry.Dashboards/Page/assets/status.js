'use strict';

// The host's status page. One snapshot, then what changes once a second over server-sent events; ages are counted up
// here, against the host's clock. What is not known is a dash, never 0.

const words = {
  en: {
    skip: 'Skip to the readings', waiting: 'Waiting for the host', now: 'Now', messages: 'Readings a second',
    depth: 'Waiting in the spool', lag: 'Lag to the store', reporting: 'Reporting now', books: 'The books',
    ways: 'Connections and store', letters: 'Dead letters by reason', health: 'Checks', meters: 'Meters',
    vehicles: 'Vehicles', only: 'Only what needs a look', meter: 'Meter', vehicle: 'Vehicle', state: 'State',
    flow: 'Flow, m³/h', total: 'Totaliser, m³', level: 'Level, m', quality: 'Quality', last: 'Last reading',
    doing: 'Doing', speed: 'Speed, km/h', position: 'Position',
    live: 'Live', connecting: 'Connecting', lost: 'Connection lost, reconnecting', lastEvent: 'last event {0} ago',
    never: 'no event yet', ago: '{0} ago', ahead: '{0} ahead of the host', s: 's', min: 'min', h: 'h', d: 'd',
    well: 'All is well', look1: 'One thing needs a look', look: '{0} things need a look',
    bad: '{0} broken', badLook: '{0} broken, {1} more to look at', lostTitle: 'No live data: this is the state of {0} ago',
    spooled: 'to disk {0}', storedRate: 'to the store {0}', oldest: 'oldest {0}', onDisk: '{0} on disk', ofLimit: '{0} of {1} on disk',
    full: 'full: nothing is acknowledged', none: 'nothing waiting', store: 'Store', since: 'since {0}',
    caughtUp: 'caught up',
    ofMeters: '{0} of {1} meters', ofVehicles: '{0} of {1} vehicles', silent: '{0} stale', unheard: '{0} without a reading',
    bookReceived: 'received', bookSpooled: 'spooled', bookDead: 'dead letters', bookShed: 'shed (QoS 0)', bookFlight: 'in flight',
    bookStored: 'stored', bookRejected: 'refused by the store', bookPending: 'waiting', bookAside: 'set aside',
    balances: 'balances', unbalanced: 'does not balance: {0} unaccounted for',
    noLetters: 'None', session: 'session kept', noSession: 'session was lost by the broker',
    received: 'received {0}', acknowledged: 'acknowledged {0}', lastMessage: 'last message {0} ago', noMessage: 'no message yet',
    noMeters: 'The registry has no meter and none has sent.', noVehicles: 'The registry has no vehicle and none has sent.',
    allFresh: 'Nothing needs a look.', unregistered: 'not in the registry', noReading: 'no reading', stale: 'stale', fresh: 'current',
    capacity: 'capacity {0} m³/d', treats: 'treats {0} m³/h now', load: 'treats {0} m³/h now, {1} % of its capacity of {2} m³/d', parked: 'engine off', driving: 'driving', working: 'working', standing: 'standing',
    up: 'up for {0}', registry: 'registry {0}', clockOk: 'clock synchronised', clockBad: 'clock not synchronised', clockUnknown: 'clock unknown',
    issueClock: 'The host’s clock is not synchronised: readings are not checked against it.',
    issueStore: 'The store {0}; readings are kept on disk meanwhile. {1}', issueFull: 'The spool is full: nothing is acknowledged, the broker keeps what comes.',
    issueConnection: '{0} is {1}: {2}', issueSession: '{0}: the broker had lost the session; what it held for this host is gone.',
    issueIntake: 'Received does not equal what became of it: {0} unaccounted for.',
    issueStored: 'Spooled does not equal what became of it: {0} unaccounted for.',
    issueRegistry: 'The registry’s last edit was refused, the one before is in force: {0}',
    issueStale: '{0} of {1} meters in service are stale: {2}', issueNever: '{0} of {1} meters in service have no reading: {2}',
    issueUnregistered: '{0} send and are not in the registry: {1}', issueIncomplete: 'Older readings: {0}',
    broker: 'Embedded broker', clients: '{0} connected',
    more: 'and {0} more', doubtful: 'doubtful', off: 'off',
    conn: { listening: 'listening', connecting: 'connecting', connected: 'connected', disconnected: 'disconnected', refused: 'refused' },
    stores: { ok: 'takes readings', unreachable: 'can’t be reached', overloaded: 'asks to wait', refused: 'refuses this host' },
    check: { spool: 'spool', session: 'session', broker: 'broker', store: 'store', lag: 'lag', registry: 'registry', clock: 'clock', disk: 'disk', 'dead letters': 'dead letters' },
    checks: { ok: 'good', degraded: 'needs a look', failed: 'failed' },
    plant: { running: 'running', standby: 'on standby', stopped: 'stopped', maintenance: 'under maintenance', fault: 'fault' },
    period: { planned: 'planned', built_not_connected: 'built, not connected', partially_connected: 'partly connected', in_service: 'in service', suspended: 'suspended' },
    kind: { sweeper: 'sweeper', washer: 'washer', compactor: 'compactor', vacuum_truck: 'vacuum truck', tipper: 'tipper' },
    q: { N: 'normal', F: 'stopped', M: 'maintenance', S: 'manual', D: 'fault', C: 'calibration', T: 'over range', B: 'communication fault' },
    reason: {
      malformed: 'not JSON, or not UTF-8', schema: 'a key is missing or of the wrong type', unknown_topic: 'no such topic',
      unknown_asset: 'asset not in the registry', time_missing: 'no time', time_in_future: 'time in the future', time_too_old: 'time too old',
      out_of_range: 'impossible value', too_large: 'too large', store_rejected: 'refused by the store', internal: 'our own fault: report it',
    },
    flag: ['stamped on receipt', 'not in the registry', 'over full scale', 'negative flow', 'text cleaned', 'host clock unsure', 'position 0, 0',
      'implausible', 'over the totaliser’s end', 'outside limits', 'weights disagree', 'clock off by whole hours', 'replayed', 'retained'],
  },
  zh: {
    skip: '跳到读数', waiting: '正在等待主机', now: '当前', messages: '每秒读数', depth: '缓存待写', lag: '入库延迟', reporting: '正在上报',
    books: '账目核对', ways: '连接与数据库', letters: '死信（按原因）', health: '检查项', meters: '流量计', vehicles: '车辆', only: '只看需要关注的',
    meter: '流量计', vehicle: '车辆', state: '状态', flow: '流量 m³/h', total: '累计 m³', level: '液位 m', quality: '数据标记', last: '最近读数',
    doing: '动作', speed: '速度 km/h', position: '位置',
    live: '实时', connecting: '正在连接', lost: '连接中断，正在重连', lastEvent: '最近事件 {0}前', never: '尚无事件', ago: '{0}前', ahead: '比主机快 {0}',
    s: '秒', min: '分', h: '小时', d: '天', well: '一切正常', look1: '有 1 项需要关注', look: '有 {0} 项需要关注', bad: '{0} 项故障', badLook: '{0} 项故障，另有 {1} 项需要关注',
    lostTitle: '没有实时数据：以下是 {0}前的状态', spooled: '落盘 {0}', storedRate: '入库 {0}', oldest: '最早的已等 {0}', onDisk: '磁盘 {0}',
    ofLimit: '磁盘 {0} / {1}', full: '已满：不再确认消息', none: '没有待写', store: '数据库', since: '自 {0}', caughtUp: '已追平',
    ofMeters: '流量计 {0} / {1}', ofVehicles: '车辆 {0} / {1}', silent: '{0} 个过期', unheard: '{0} 个无读数',
    bookReceived: '收到', bookSpooled: '落盘', bookDead: '死信', bookShed: '丢弃（QoS 0）', bookFlight: '处理中', bookStored: '入库', bookRejected: '数据库拒收',
    bookPending: '待写', bookAside: '搁置', balances: '账目相符', unbalanced: '账目不符：{0} 条去向不明', noLetters: '无', session: '会话保持',
    noSession: '代理已丢失会话', received: '收到 {0}', acknowledged: '确认 {0}', lastMessage: '最近消息 {0}前', noMessage: '尚无消息',
    noMeters: '登记表中没有流量计，也没有上报。', noVehicles: '登记表中没有车辆，也没有上报。', allFresh: '没有需要关注的。', unregistered: '未登记',
    noReading: '无读数', stale: '过期', fresh: '正常', capacity: '设计能力 {0} m³/日', treats: '当前处理 {0} m³/h', load: '当前处理 {0} m³/h，为设计能力 {2} m³/日的 {1}%', parked: '熄火', driving: '行驶', working: '作业', standing: '停车',
    up: '已运行 {0}', registry: '登记表 {0}', clockOk: '时钟已同步', clockBad: '时钟未同步', clockUnknown: '时钟状态未知',
    issueClock: '主机时钟未同步：读数时间不作检查。', issueStore: '数据库{0}，读数暂存在磁盘上。{1}', issueFull: '缓存已满：不再确认消息，由代理保留。',
    issueConnection: '{0} {1}：{2}', issueSession: '{0}：代理丢失了会话，其中为本机保留的消息已失。',
    issueIntake: '收到的与去向不符：{0} 条去向不明。', issueStored: '落盘的与去向不符：{0} 条去向不明。',
    issueRegistry: '登记表的最新修改未被接受，仍用上一版：{0}', issueStale: '在用流量计 {1} 个中有 {0} 个过期：{2}',
    issueNever: '在用流量计 {1} 个中有 {0} 个无读数：{2}', issueUnregistered: '{0} 个未登记的在上报：{1}', issueIncomplete: '较早的读数：{0}',
    broker: '内置代理', clients: '{0} 个连接', more: '另有 {0} 个', doubtful: '存疑', off: '关',
    conn: { listening: '监听中', connecting: '正在连接', connected: '已连接', disconnected: '已断开', refused: '被拒绝' },
    stores: { ok: '正常写入', unreachable: '无法连接', overloaded: '要求等待', refused: '拒绝本机' },
    check: { spool: '缓存', session: '会话', broker: '代理', store: '数据库', lag: '入库延迟', registry: '登记表', clock: '时钟', disk: '磁盘', 'dead letters': '死信' },
    checks: { ok: '正常', degraded: '需要关注', failed: '故障' },
    plant: { running: '运行', standby: '备用', stopped: '停运', maintenance: '检修', fault: '故障' },
    period: { planned: '规划', built_not_connected: '已建未接管网', partially_connected: '部分接入', in_service: '在用', suspended: '暂停' },
    kind: { sweeper: '清扫车', washer: '高压冲洗车', compactor: '压缩清运车', vacuum_truck: '吸粪车', tipper: '自卸车' },
    q: { N: '正常', F: '停运', M: '维护', S: '手工', D: '故障', C: '校准', T: '超量程', B: '通信异常' },
    reason: {
      malformed: '不是 JSON 或 UTF-8', schema: '缺少键或类型不对', unknown_topic: '没有这个主题', unknown_asset: '未登记的设备', time_missing: '没有时间',
      time_in_future: '时间在将来', time_too_old: '时间过早', out_of_range: '不可能的值', too_large: '过大', store_rejected: '数据库拒收', internal: '程序错误，请报告',
    },
    flag: ['以接收时间为准', '未登记', '超过满量程', '负流量', '文字已清理', '主机时钟不确定', '位置 0, 0', '不合理', '超过累计上限', '超出限值', '重量不符',
      '时钟差整小时', '重放', '保留消息'],
  },
};

const dash = '—';
const asked = new URLSearchParams(location.search).get('lang');
const lang = asked === 'zh' || asked === 'en' ? asked : (navigator.languages || [navigator.language]).some((l, i) => i === 0 && l.toLowerCase().startsWith('zh')) ? 'zh' : 'en';
const text = words[lang];
const byId = id => document.getElementById(id);
const fill = (pattern, ...values) => pattern.replace(/\{(\d)\}/g, (_, i) => values[i]);
const whole = new Intl.NumberFormat(lang, { maximumFractionDigits: 0 });
const decimals = [0, 1, 2, 3].map(n => new Intl.NumberFormat(lang, { minimumFractionDigits: n, maximumFractionDigits: n }));
const known = value => value !== undefined && value !== null;
const number = (value, digits = 0) => known(value) ? decimals[digits].format(value) : dash;
const rate = value => !known(value) ? dash : number(value, value < 10 && value > 0 ? 1 : 0);
const nameOf = names => names ? (lang === 'zh' ? names.zh : names.en) : undefined;

/** What the host said last. */
const seen = { status: null, live: new Map(), plants: null, vehicles: null, incomplete: [] };

/** The host's clock less this browser's, ms. */
let clockAhead = 0;
let lastEventAt = null;
let connected = false;
/** Statuses in a row in which a book did not balance: the terms are read one after another, so one alone proves nothing. */
const off = { intake: 0, stored: 0 };

const hostNow = () => Date.now() + clockAhead;

function duration(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  const space = lang === 'zh' ? ' ' : ' ';
  if (s < 60) return s + space + text.s;
  if (s < 3600) return Math.floor(s / 60) + space + text.min;
  if (s < 172800) return Math.floor(s / 3600) + space + text.h + (s % 3600 >= 60 ? ' ' + Math.floor(s % 3600 / 60) + space + text.min : '');
  return Math.floor(s / 86400) + space + text.d;
}

const age = seconds => seconds < -2 ? fill(text.ahead, duration(-seconds)) : fill(text.ago, duration(seconds));
const secondsSince = iso => (hostNow() - Date.parse(iso)) / 1000;

function bytes(count) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (count >= 1024 && unit < units.length - 1) { count /= 1024; unit++; }
  return number(count, unit === 0 || count >= 100 ? 0 : 1) + ' ' + units[unit];
}

let clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
let calendar = new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: '2-digit', day: '2-digit' });

/** In the city's time; with the date where it is not today's. */
function moment(ms) {
  const day = at => { const p = Object.fromEntries(calendar.formatToParts(at).map(x => [x.type, x.value])); return `${p.year}-${p.month}-${p.day}`; };
  return day(ms) === day(hostNow()) ? clock.format(ms) : day(ms) + ' ' + clock.format(ms);
}

// --- small DOM ------------------------------------------------------------------------------------------------------

function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter(known));
  return node;
}

function say(node, value) {
  if (node.textContent !== value) node.textContent = value;
}

function dress(node, className) {
  if (node.className !== className) node.className = className;
}

/** Keeps one element a key, in order, so that nothing flickers and focus stays. */
function keep(parent, keys, create, update) {
  const present = parent.kept ?? (parent.kept = new Map());
  for (const [key, node] of present) {
    if (!keys.includes(key)) { node.remove(); present.delete(key); }
  }
  let before = parent.firstElementChild;
  for (const key of keys) {
    let node = present.get(key);
    if (!node) { node = create(key); present.set(key, node); }
    if (node === before) before = before.nextElementSibling;
    else parent.insertBefore(node, before);
    update(node, key);
  }
}

// --- what stands where ------------------------------------------------------------------------------------------------

const shapes = { fresh: '✓', stale: '◆', never: '○', look: '▲', bad: '✕' };

function pill(node, kind, word) {
  const className = 'pill ' + (kind === 'stale' || kind === 'look' ? 'look' : kind);
  dress(node, className);
  if (node.dataset.word === kind + word) return;
  node.dataset.word = kind + word;
  const mark = make('span', 'mark', shapes[kind]);
  mark.setAttribute('aria-hidden', 'true');
  node.replaceChildren(mark, ' ' + word);
}

const kinds = ['sewage', 'fecal', 'landfill', 'incineration', 'transfer', undefined];
const roles = ['influent', 'effluent', 'bypass', undefined];

/** As a person goes through a plant: sewage first, in before out. */
const inOrder = (things, order, of) => [...things].sort((a, b) => order.indexOf(of(a)) - order.indexOf(of(b)));

function meterRows() {
  const rows = [];
  for (const plant of inOrder(seen.plants ?? [], kinds, one => one.kind)) {
    for (const meter of inOrder(plant.meters, roles, one => one.role)) {
      const live = seen.live.get(`plants/${plant.id}/flow/${meter.id}`);
      const stored = meter.latest;
      const reading = live && (!stored || live.ts >= Date.parse(stored.time)) ? { ...live, at: live.ts } : stored ? { ...stored, at: Date.parse(stored.time) } : null;
      const limit = live?.stale_after_s ?? meter.stale_after_seconds;
      const old = reading ? (hostNow() - reading.at) / 1000 : null;
      const inService = plant.registered && ['in_service', 'partially_connected'].includes(plant.capacity?.state);
      rows.push({
        key: `${plant.id}/${meter.id}`, plant, meter, reading, age: old, inService,
        kind: !reading ? 'never' : old > limit ? 'stale' : 'fresh', name: `${nameOf(plant.name) ?? plant.id}, ${nameOf(meter.name) ?? meter.id}`,
      });
    }
  }
  return rows;
}

function vehicleRows() {
  return (seen.vehicles ?? []).map(vehicle => {
    const live = seen.live.get(`vehicles/${vehicle.id}`);
    const stored = vehicle.latest?.position;
    const reading = live && (!stored || live.ts >= Date.parse(stored.time)) ? { ...live, at: live.ts } : stored ? { ...stored, at: Date.parse(stored.time) } : null;
    const limit = live?.stale_after_s ?? vehicle.stale_after_seconds;
    const old = reading ? (hostNow() - reading.at) / 1000 : null;
    return { key: vehicle.id, vehicle, reading, age: old, kind: !reading ? 'never' : old > limit ? 'stale' : 'fresh' };
  });
}

function doubts(flags) {
  if (!flags) return '';
  return text.flag.filter((_, bit) => flags & (1 << bit)).join(', ');
}

function cell(row, index, value, label, className) {
  const node = row.children[index];
  say(node, value);
  dress(node, (className ?? '') + (value === '' || value === dash ? ' empty' : ''));
  if (label && node.dataset.label !== label) node.dataset.label = label;
}

function newRow(cells) {
  const row = make('tr');
  row.setAttribute('role', 'row');
  for (let i = 0; i < cells; i++) {
    const node = make('td');
    node.setAttribute('role', 'cell');
    row.append(node);
  }
  return row;
}

function stateCell(row, index, kind, word, detail) {
  const node = row.children[index];
  if (!node.firstChild) node.append(make('span', 'pill'), make('span', 'small look-text'));
  pill(node.firstChild, kind, word);
  say(node.lastChild, detail);
  node.lastChild.hidden = !detail;
}

function nameCell(row, name, detail) {
  const node = row.children[0];
  if (!node.firstChild) node.append(make('span'), make('span', 'small'));
  say(node.firstChild, name);
  say(node.lastChild, detail);
  node.lastChild.hidden = !detail;
}

function timeCell(row, index, reading, seconds) {
  const node = row.children[index];
  if (!node.firstChild) node.append(make('span'), make('span', 'small'));
  say(node.firstChild, reading ? age(seconds) : dash);
  say(node.lastChild, reading ? moment(reading.at) : '');
  dress(node, reading ? '' : 'empty');
}

function drawMeters(rows) {
  const only = byId('meters-only').checked;
  const shown = only ? rows.filter(row => row.kind !== 'fresh' || row.reading.flags || (row.reading.q ?? 'N') !== 'N') : rows;
  const byKey = new Map(shown.map(row => [row.key, row]));
  const keys = [];
  const plants = new Map();
  for (const row of shown) {
    if (!plants.has(row.plant.id)) { plants.set(row.plant.id, row.plant); keys.push('plant:' + row.plant.id); }
    keys.push(row.key);
  }
  keep(byId('meters'), keys, key => {
    if (!key.startsWith('plant:')) return newRow(7);
    const row = newRow(1);
    row.className = 'group';
    row.firstChild.colSpan = 7;
    row.firstChild.append(make('span'), ' ', make('span', 'muted'));
    return row;
  }, (node, key) => {
    if (key.startsWith('plant:')) drawPlant(node, plants.get(key.slice(6)), rows.filter(row => row.plant.id === key.slice(6)));
    else drawMeter(node, byKey.get(key));
  });
  note('meters-none', rows.length === 0 && seen.plants ? text.noMeters : shown.length === 0 && rows.length > 0 ? text.allFresh : '');
  const count = kind => rows.filter(row => row.kind === kind).length;
  say(byId('meters-count'), summary(rows.length, count('fresh'), count('stale'), count('never'), text.ofMeters));
}

/** What the plant treats now, m³/h; undefined where one of the meters that say so does not speak for now. */
function treatedNow(rows) {
  const treated = rows.filter(row => row.meter.treated);
  const speaks = row => row.kind === 'fresh' && known(row.reading.flow_m3h) && 'NS'.includes(row.reading.q ?? 'N');
  return treated.length > 0 && treated.every(speaks) ? treated.reduce((sum, row) => sum + row.reading.flow_m3h, 0) : undefined;
}

function throughput(plant, rows) {
  const design = plant.capacity?.design_m3d;
  const now = ['in_service', 'partially_connected'].includes(plant.capacity?.state) ? treatedNow(rows) : undefined;
  if (!known(now)) return known(design) ? fill(text.capacity, number(design)) : '';
  const flow = number(now, now < 100 ? 1 : 0);
  return design > 0 ? fill(text.load, flow, number(now * 24 / design * 100), number(design)) : fill(text.treats, flow);
}

function drawPlant(node, plant, rows) {
  const live = seen.live.get(`plants/${plant.id}`);
  const state = live?.state ?? plant.state?.state;
  const parts = [];
  if (!plant.registered) parts.push(text.unregistered);
  if (state) parts.push(text.plant[state] ?? state);
  const said = live?.message ?? plant.state?.message;
  if (said) parts.push(said);
  if (plant.capacity && plant.capacity.state !== 'in_service') parts.push(text.period[plant.capacity.state]);
  parts.push(throughput(plant, rows));
  const box = node.firstChild;
  say(box.firstChild, nameOf(plant.name) ?? plant.id);
  say(box.lastChild, parts.filter(Boolean).join(' · '));
}

function drawMeter(node, row) {
  const { meter, reading, kind } = row;
  nameCell(node, nameOf(meter.name) ?? meter.id, meter.registered ? (nameOf(meter.name) ? meter.id : '') : text.unregistered);
  stateCell(node, 1, kind, kind === 'fresh' ? text.fresh : kind === 'stale' ? text.stale : text.noReading,
    reading?.flags ? `${text.doubtful}: ${doubts(reading.flags)}` : '');
  cell(node, 2, number(reading?.flow_m3h, 1), text.flow, 'n');
  cell(node, 3, number(reading?.total_m3, 1), text.total, 'n');
  cell(node, 4, number(reading?.level_m, 2), text.level, 'n');
  cell(node, 5, reading?.q ? `${reading.q} ${text.q[reading.q] ?? ''}` : dash, text.quality, reading?.q && reading.q !== 'N' ? 'look-text' : '');
  timeCell(node, 6, reading, row.age);
}

function drawVehicles(rows) {
  const shown = byId('vehicles-only').checked ? rows.filter(row => row.kind !== 'fresh' || row.reading.flags) : rows;
  const byKey = new Map(shown.map(row => [row.key, row]));
  keep(byId('vehicles'), shown.map(row => row.key), () => newRow(6), (node, key) => drawVehicle(node, byKey.get(key)));
  note('vehicles-none', rows.length === 0 && seen.vehicles ? text.noVehicles : shown.length === 0 && rows.length > 0 ? text.allFresh : '');
  const count = kind => rows.filter(row => row.kind === kind).length;
  say(byId('vehicles-count'), summary(rows.length, count('fresh'), count('stale'), count('never'), text.ofVehicles));
}

function drawVehicle(node, { vehicle, reading, kind, age: old }) {
  nameCell(node, vehicle.plate ?? vehicle.id,
    [vehicle.plate ? vehicle.id : '', text.kind[vehicle.kind] ?? '', vehicle.registered ? '' : text.unregistered].filter(Boolean).join(' · '));
  stateCell(node, 1, kind, kind === 'fresh' ? text.fresh : kind === 'stale' ? text.stale : text.noReading,
    reading?.flags ? `${text.doubtful}: ${doubts(reading.flags)}` : '');
  // What it was doing then says nothing of now; an engine that was switched off says why it is silent.
  const doing = !reading ? dash : reading.ignition === false ? text.parked : kind === 'stale' ? dash : reading.working ? text.working
    : !known(reading.speed_kmh) ? dash : reading.speed_kmh > 2 ? text.driving : text.standing;
  cell(node, 2, doing, text.doing);
  cell(node, 3, number(reading?.speed_kmh), text.speed, 'n');
  cell(node, 4, known(reading?.lat) && known(reading?.lon) ? `${reading.lat.toFixed(5)}, ${reading.lon.toFixed(5)}` : dash, text.position);
  timeCell(node, 5, reading, old);
}

const note = (id, value) => { say(byId(id), value); byId(id).hidden = !value; };

function summary(all, fresh, stale, never, pattern) {
  if (all === 0) return '';
  const parts = [fill(pattern, whole.format(fresh), whole.format(all))];
  if (stale) parts.push(fill(text.silent, whole.format(stale)));
  if (never) parts.push(fill(text.unheard, whole.format(never)));
  return parts.join(' · ');
}

// --- the host -----------------------------------------------------------------------------------------------------

function drawStatus(status) {
  say(byId('host'), `${status.host} · ${status.version}`);
  say(byId('rate-received'), rate(status.rates.received));
  say(byId('rate-rest'), `${fill(text.spooled, rate(status.rates.spooled))} · ${fill(text.storedRate, rate(status.rates.stored))}`);
  const spool = status.spool;
  say(byId('spool-pending'), number(spool.pending));
  const disk = known(spool.limit_bytes) ? fill(text.ofLimit, bytes(spool.bytes), bytes(spool.limit_bytes)) : fill(text.onDisk, bytes(spool.bytes));
  say(byId('spool-rest'), !spool.accepting ? text.full : known(spool.oldest_pending_seconds) ? `${fill(text.oldest, duration(spool.oldest_pending_seconds))} · ${disk}` : disk);
  dress(byId('spool-rest'), spool.accepting ? 'under' : 'under bad-text');
  say(byId('lag'), known(spool.lag_seconds) ? (spool.lag_seconds < 10 ? number(spool.lag_seconds, 1) + ' ' + text.s : duration(spool.lag_seconds)) : dash);
  const troubled = status.store.state !== 'ok';
  say(byId('lag-rest'), troubled ? `${text.store}: ${text.stores[status.store.state]}` : spool.pending === 0 ? text.caughtUp : '');
  dress(byId('lag-rest'), troubled ? 'under bad-text' : 'under');

  off.intake = status.intake.balanced ? 0 : off.intake + 1;
  off.stored = status.stored.balanced ? 0 : off.stored + 1;
  drawBook('book-intake', [['bookReceived', status.intake.received], ['bookSpooled', status.intake.spooled],
    ['bookDead', status.intake.dead_lettered], ['bookShed', status.intake.shed], ['bookFlight', status.intake.in_flight]],
  off.intake > 2 ? status.intake.difference : 0);
  drawBook('book-stored', [['bookSpooled', status.stored.spooled], ['bookStored', status.stored.stored],
    ['bookRejected', status.stored.store_rejected], ['bookPending', status.stored.pending], ['bookAside', status.stored.set_aside]],
  off.stored > 2 ? status.stored.difference : 0);

  drawLetters(status.dead_letters);
  keep(byId('health'), status.health.map(check => check.name), newThing, (node, key) => {
    const check = status.health.find(one => one.name === key);
    thing(node, text.check[check.name] ?? check.name, check.state === 'ok' ? 'fresh' : check.state === 'degraded' ? 'look' : 'bad', text.checks[check.state], check.reason ?? '');
  });
}

function drawBook(id, terms, difference) {
  const box = byId(id);
  if (!box.firstChild) {
    terms.forEach((term, index) => {
      if (index > 0) box.append(make('span', 'sign', index === 1 ? '=' : '+'));
      box.append(make('span', 'term', make('b'), make('span', '', text[term[0]])));
    });
    box.append(make('span', 'balance'));
  }
  const boxes = box.querySelectorAll('.term b');
  terms.forEach((term, index) => say(boxes[index], number(term[1])));
  const verdict = box.lastChild;
  dress(verdict, difference === 0 ? 'balance' : 'balance bad');
  say(verdict, difference === 0 ? '✓ ' + text.balances : '✕ ' + fill(text.unbalanced, number(difference)));
}

function newThing() {
  return make('li', '', make('div', 'top', make('span'), make('span', 'pill')), make('div', 'rest'));
}

function thing(node, name, kind, word, rest) {
  say(node.firstChild.firstChild, name);
  pill(node.firstChild.lastChild, kind, word);
  say(node.lastChild, rest);
  node.lastChild.hidden = !rest;
}

/** Drawn every second, for the ages in it. */
function drawWays(status) {
  const keys = ['store', ...status.connections.map(connection => connection.name)];
  keep(byId('ways'), keys, newThing, (node, key) => {
    if (key === 'store') {
      const store = status.store;
      thing(node, `${text.store} (${store.kind})`, store.state === 'ok' ? 'fresh' : store.state === 'overloaded' ? 'look' : 'bad', text.stores[store.state],
        [store.detail, fill(text.since, moment(Date.parse(store.since)))].filter(Boolean).join(' · '));
      return;
    }
    const one = status.connections.find(connection => connection.name === key);
    const good = one.state === 'connected' || one.state === 'listening';
    const parts = [fill(text.since, moment(Date.parse(one.since)))];
    if (known(one.clients)) parts.push(fill(text.clients, number(one.clients)));
    if (one.session_present === true) parts.push(text.session);
    if (one.session_present === false) parts.push(text.noSession);
    parts.push(fill(text.received, number(one.received)), fill(text.acknowledged, number(one.acknowledged)));
    if (one.last_message_at) parts.push(fill(text.lastMessage, duration(secondsSince(one.last_message_at))));
    else if (one.received === 0) parts.push(text.noMessage);
    if (one.last_error && !good) parts.push(one.last_error);
    thing(node, one.name.replace(/^embedded broker/, text.broker), good ? 'fresh' : one.state === 'connecting' ? 'look' : 'bad', text.conn[one.state], parts.join(' · '));
  });
}

function drawLetters(counts) {
  const reasons = Object.keys(counts).filter(reason => counts[reason] > 0).sort((a, b) => counts[b] - counts[a]);
  keep(byId('letters'), reasons.length ? reasons : ['none'], key => {
    if (key === 'none') return make('li', 'muted', text.noLetters);
    const link = make('a', '', key);
    link.href = 'api/dead-letters?reason=' + encodeURIComponent(key);
    return make('li', '', make('div', 'top', link, make('b')), make('div', 'rest', text.reason[key] ?? ''));
  }, (node, key) => { if (key !== 'none') say(node.firstChild.lastChild, number(counts[key])); });
}

// --- the verdict --------------------------------------------------------------------------------------------------

/** Everything abnormal, worst first; what a health check says already is not said twice. */
function issues(status, meters) {
  const found = [];
  const troubled = status.store.state !== 'ok';
  const checked = status.health.filter(check => check.state !== 'ok' && !(troubled && check.reason === status.store.detail));
  for (const check of checked) found.push({ bad: check.state === 'failed', words: `${text.check[check.name] ?? check.name}: ${check.reason ?? text.checks[check.state]}` });
  const said = (...names) => checked.some(check => names.some(name => check.name.includes(name)));
  const add = (bad, value) => found.push({ bad, words: value });

  if (troubled && !said('store')) add(status.store.state !== 'overloaded', fill(text.issueStore, text.stores[status.store.state], status.store.detail));
  if (!status.spool.accepting && !said('spool')) add(true, text.issueFull);
  for (const one of status.connections) {
    if (one.state !== 'connected' && one.state !== 'listening') {
      if (!said('session', 'mqtt', 'broker', 'connection')) add(true, fill(text.issueConnection, one.name, text.conn[one.state], one.last_error ?? dash));
    } else if (one.session_present === false && one.received > 0) add(false, fill(text.issueSession, one.name));
  }
  if (off.intake > 2) add(true, fill(text.issueIntake, number(status.intake.difference)));
  if (off.stored > 2) add(true, fill(text.issueStored, number(status.stored.difference)));
  if (status.clock_synchronised === false && !said('clock')) add(false, text.issueClock);
  if (status.registry.errors.length && !said('registry')) add(false, fill(text.issueRegistry, some(status.registry.errors, 1)));
  const inService = meters.filter(row => row.inService);
  for (const [kind, words] of [['stale', text.issueStale], ['never', text.issueNever]]) {
    const these = inService.filter(row => row.kind === kind);
    if (these.length) add(false, fill(words, number(these.length), number(inService.length), some(these.map(row => row.name), 3)));
  }
  if (status.unregistered_count) add(false, fill(text.issueUnregistered, number(status.unregistered_count), some(status.unregistered_assets, 5)));
  for (const why of seen.incomplete) add(false, fill(text.issueIncomplete, why));
  return found.sort((a, b) => b.bad - a.bad);
}

const some = (names, most) => names.slice(0, most).join('; ') + (names.length > most ? '; ' + fill(text.more, number(names.length - most)) : '');

function drawVerdict(status, meters) {
  const found = status ? issues(status, meters) : [];
  let title = text.waiting;
  let kind = 'never';
  if (status && !connected) {
    title = fill(text.lostTitle, duration(lastEventAt === null ? 0 : (Date.now() - lastEventAt) / 1000));
    kind = 'bad';
  } else if (status) {
    kind = found.some(issue => issue.bad) ? 'bad' : found.length ? 'look' : 'fresh';
    const broken = found.filter(issue => issue.bad).length;
    title = broken ? fill(broken < found.length ? text.badLook : text.bad, number(broken), number(found.length - broken)) : found.length === 1 ? text.look1 : found.length ? fill(text.look, number(found.length)) : text.well;
  }
  dress(byId('verdict'), 'verdict' + (kind === 'bad' ? ' bad' : kind === 'look' ? ' look' : ''));
  const head = byId('verdict-title').children;
  say(head[0], shapes[kind]);
  say(head[1], title);
  keep(byId('verdict-list'), found.map((_, index) => index), () => make('li'), (node, index) => say(node, `${found[index].bad ? shapes.bad : shapes.look} ${found[index].words}`));
  // Heard once when it changes, not every second with the age in it.
  say(byId('announce'), status && !connected ? text.lost : title);
  const mark = kind === 'fresh' || kind === 'never' ? '' : shapes[kind] + ' ';
  // No age in it: a tab in the background is redrawn seldom.
  const page = `${mark}${status && !connected ? text.lost : title} – ${status?.host ?? 'Telemetry'}`;
  if (document.title !== page) document.title = page;
}

function drawLink() {
  const silentFor = lastEventAt === null ? null : (Date.now() - lastEventAt) / 1000;
  dress(byId('link'), connected ? 'link' : lastEventAt === null ? 'link' : 'link lost');
  document.body.classList.toggle('lost', !connected && lastEventAt !== null);
  say(byId('link-mark'), connected ? '✓' : lastEventAt === null ? '○' : '✕');
  say(byId('link-word'), connected ? text.live : lastEventAt === null ? text.connecting : text.lost);
  say(byId('link-age'), (lang === 'zh' ? '，' : ', ') + (silentFor === null ? text.never : fill(text.lastEvent, duration(silentFor))));
}

function drawAbout(status) {
  const clockWord = status.clock_synchronised === true ? text.clockOk : status.clock_synchronised === false ? text.clockBad : text.clockUnknown;
  say(byId('about'), [fill(text.up, duration(secondsSince(status.started_at))), fill(text.registry, status.registry.version), clockWord].join(' · '));
}

function draw() {
  const meters = meterRows();
  const vehicles = vehicleRows();
  drawLink();
  drawMeters(meters);
  drawVehicles(vehicles);
  drawVerdict(seen.status, meters);
  if (!seen.status) return;
  drawWays(seen.status);
  drawAbout(seen.status);
  if (!connected) {
    // Nothing is known of now. What was counted stands below, under the words that it is old.
    for (const id of ['rate-received', 'spool-pending', 'lag', 'reporting']) say(byId(id), dash);
    for (const id of ['rate-rest', 'spool-rest', 'lag-rest', 'reporting-rest']) say(byId(id), '');
    return;
  }
  const fresh = rows => whole.format(rows.filter(row => row.kind === 'fresh').length);
  say(byId('reporting'), seen.plants ? `${fresh(meters)} / ${whole.format(meters.length)}` : dash);
  say(byId('reporting-rest'), seen.plants && seen.vehicles ? `${text.meters} · ${fill(text.ofVehicles, fresh(vehicles), whole.format(vehicles.length))}` : '');
}

// --- hearing from the host ----------------------------------------------------------------------------------------

let source = null;
let retryAfter = 2000;
let retryTimer = null;
let listsAskedAt = 0;
let listsVersion = null;

async function askLists() {
  listsAskedAt = Date.now();
  try {
    const [plants, vehicles] = await Promise.all(['api/plants', 'api/vehicles'].map(async path => {
      const answer = await fetch(path, { headers: { accept: 'application/json' } });
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.json();
    }));
    seen.plants = plants.plants;
    seen.vehicles = vehicles.vehicles;
    seen.incomplete = [...new Set([plants.incomplete, vehicles.incomplete].filter(known))];
    listsVersion = plants.version;
    clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: plants.time_zone });
    calendar = new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: plants.time_zone });
    say(byId('city'), nameOf(plants.city));
  } catch (error) {
    // The host went away in between: the stream says so, and the next snapshot asks again.
    console.info('lists not read', error);
  }
  draw();
}

/** Somebody sends whom the lists do not have, the registry changed, or what the store lacked may be there by now. */
function listsAreOld() {
  const wait = Date.now() - listsAskedAt;
  if (wait < 5000) return false;
  if (seen.status && listsVersion !== null && seen.status.registry.version !== listsVersion) return true;
  if (seen.incomplete.length && wait > 15000) return true;
  const listed = new Set([...(seen.plants ?? []).flatMap(plant => [`plants/${plant.id}`, ...plant.meters.map(meter => `plants/${plant.id}/flow/${meter.id}`)]),
    ...(seen.vehicles ?? []).map(vehicle => `vehicles/${vehicle.id}`)]);
  for (const topic of seen.live.keys()) {
    if (/^(plants\/[^/]+(\/flow\/[^/]+)?|vehicles\/[^/]+)$/.test(topic) && !listed.has(topic)) return true;
  }
  return false;
}

function heard(event) {
  const frame = JSON.parse(event.data);
  lastEventAt = Date.now();
  clockAhead = Date.parse(frame.now) - lastEventAt;
  connected = true;
  retryAfter = 2000;
  if (event.type === 'snapshot') {
    seen.live.clear();
    askLists();
  }
  for (const [topic, payload] of Object.entries(frame.live)) {
    if (payload === null) seen.live.delete(topic);
    else seen.live.set(topic, payload);
  }
  if (frame.status) {
    seen.status = frame.status;
    drawStatus(seen.status);
  }
  draw();
}

function connect() {
  clearTimeout(retryTimer);
  retryTimer = null;
  source?.close();
  source = new EventSource('api/live');
  for (const type of ['snapshot', 'delta', 'heartbeat']) source.addEventListener(type, heard);
  source.onerror = () => {
    connected = false;
    draw();
    // The browser comes back by itself after a broken connection, not after a refusal.
    if (source.readyState !== EventSource.CLOSED) return;
    askWho();
    later();
  };
}

/** Refused and not lost: whoever isn't signed in is led to where they can. */
async function askWho() {
  try {
    const answer = await fetch('api/session', { headers: { accept: 'application/json' } });
    if (answer.ok && (await answer.json()).kind === 'nobody') location.assign('login?return=/status');
  } catch (error) {
    console.info('not known who is there', error);
  }
}

function later() {
  if (retryTimer !== null) return;
  retryTimer = setTimeout(connect, retryAfter);
  retryAfter = Math.min(retryAfter * 2, 15000);
}

setInterval(() => {
  // A heartbeat comes every 15 seconds: longer silence is a dead connection that nobody closed.
  if (connected && lastEventAt !== null && Date.now() - lastEventAt > 25000) {
    connected = false;
    connect();
  }
  if (connected && listsAreOld()) askLists();
  draw();
}, 1000);

document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
for (const node of document.querySelectorAll('[data-t]')) node.textContent = text[node.dataset.t];
for (const node of document.querySelectorAll('[data-t-label]')) node.setAttribute('aria-label', text[node.dataset.tLabel]);
if (lang === 'zh') {
  const link = byId('lang');
  link.href = '?lang=en';
  link.hreflang = link.lang = 'en';
  link.textContent = 'English';
}
for (const id of ['meters-only', 'vehicles-only']) byId(id).addEventListener('change', draw);
draw();
connect();
