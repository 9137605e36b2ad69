import { language } from './words.js';

/** Codes that the host stores (reasons, checks, kinds, states of a day), as its reports say them: English, Chinese. */
const CODES: Readonly<Record<string, readonly [string, string]>> = {
  no_day_with_rate: ['no day has a rate', '无可计算日'],
  no_days: ['no day has a figure', '全月无数据'],
  planned: ['not built yet', '尚未建成'],
  not_connected: ['built, not connected to its network', '已建成，管网未接通'],
  suspended: ['suspended', '停运'],
  not_registered: ['not in the registry on that day', '当日未登记'],
  capacity_unknown: ['design capacity never given', '设计能力未知'],
  meter_missing: ['a meter gave no volume', '流量计无水量'],
  no_meter: ['no meter', '无流量计'],
  nothing_weighed: ['nothing was weighed', '无称重记录'],
  weight_unknown: ['a weighing without net weight', '称重缺净重'],
  no_limits: ['no effluent limits', '未设排放限值'],
  not_measured: ['not measured', '未检测'],
  limit_exceeded: ['beyond its limit', '超标'],
  no_denominator: ['no denominator is defined', '未定义分母'],
  denominator_zero: ['nothing generated or collected', '产生或收集量为零'],
  no_readings: ['no readings', '无读数'],
  no_valid_reading: ['no valid reading', '无有效读数'],
  unknown_gap: ['a gap of unknown volume', '缺口水量未知'],
  no_segment: ['readings too far apart', '读数间隔过长'],
  frozen_totaliser: ['totaliser stood still', '累计值停走'],
  totaliser_against_integral: ['totaliser and integral differ', '累计与积分不符'],
  implausible_rise: ['implausible rise', '累计值异常上升'],
  unexplained_fall: ['unexplained fall', '累计值异常下降'],
  wrap: ['totaliser wrapped', '累计值翻转'],
  declared: ['declared', '含申报'],
  over_capacity: ['three times the capacity: unit error?', '超设计能力三倍，单位有误？'],
  over_full_scale: ['above full scale', '超量程'],
  ambiguous_turns: ['totaliser may have turned more than once', '累计值可能多次翻转'],
  unit_error: ['load above 3: unit error?', '负荷率大于3，单位有误？'],
  influent_against_effluent: ['influent and effluent differ', '进出水量不符'],
  weighed_against_metered: ['weighed and metered differ', '称重与计量不符'],
  treats_while_not_in_service: ['volume while not in service', '未投运而有水量'],
  unassigned_weighings: ['loads of no known district', '部分来源区未知'],
  silent_gates: ['a gate weighed nothing', '有磅站无记录'],
  summed_from_districts: ['sum of the districts\' figures', '由各区合计'],
  doubtful_plant: ['a plant in it is doubtful', '含可疑厂站'],
  water_supply: ['water supply', '供水量'],
  declared_generation: ['declared generation', '申报产生量'],
  meter_replacement: ['meter replacement', '流量计更换'],
  day_correction: ['correction of a day', '日水量更正'],
  missed_volume: ['missed volume', '漏计水量'],
  laboratory_result: ['laboratory result', '化验结果'],
  weighing: ['weighing', '称重'],
  day_value: ['value changed', '数值变更'],
  review: ['review', '审核'],
  'late data': ['late data', '迟到数据'],
  'declared figure': ['declared figure', '申报数据'],
  registry: ['registry', '登记信息变更'],
  algorithm: ['algorithm', '算法变更'],
  reconciliation: ['reconciliation', '对账重算'],
  not_published: ['no live figures are published', '未发布实时数值'],
  provisional: ['provisional', '暂定'],
  final: ['final', '定稿'],
  final_incomplete: ['final, incomplete', '缺数定稿'],
  locked: ['locked', '已锁定'],
  none: ['no data', '无数据'],
};

/**
 * The words of a code; one that has none stands as it is, since a wrong word is worse. What stands behind a colon is
 * what the code is about: `meter_missing:effluent`.
 */
export function sayCode(code: string): string {
  const at = language() === 'zh' ? 1 : 0;
  const whole = CODES[code];
  if (whole) return whole[at];
  const colon = code.indexOf(':');
  const known = colon < 0 ? undefined : CODES[code.slice(0, colon)];
  if (!known) return code;
  const subject = code.slice(colon + 1);
  return at === 1 ? `${known[1]}（${subject}）` : `${known[0]} (${subject})`;
}
