/** 查询区、高级筛选、已存视图与导出的中文。 */
import type { viewsEn } from "./views-en.ts";

export const viewsZh: Readonly<Record<keyof typeof viewsEn, string>> = {
  "filter.add": "条件",
  "filter.addGroup": "条件组",
  "filter.advanced": "高级筛选",
  "filter.all": "满足全部条件",
  "filter.any": "满足任一条件",
  "filter.builder": "高级筛选",
  "filter.chips": "筛选条件",
  "filter.column": "字段",
  "filter.count": "数量",
  "filter.explain": "文字说明",
  "filter.faults": "链接中有部分内容无法识别，已忽略：{parts}",
  "filter.group": "第 {n} 级条件组",
  "filter.join": "组合方式",
  "filter.last": "最近…",
  "filter.next": "未来…",
  "filter.operator": "{column}的比较方式",
  "filter.pick": "选择期间",
  "filter.removeGroup": "删除条件组",
  "filter.search": "搜索“{text}”",
  "filter.span": "{column}的期间",
  "filter.unit": "天、周或月",
  "filter.unit.d": "天",
  "filter.unit.m": "个月",
  "filter.unit.w": "周",
};
