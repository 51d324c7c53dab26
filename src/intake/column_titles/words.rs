//! What the words in the title of a column tell where nobody has seen the whole title before.

use super::{CONTENT, DOMAIN, MEASURE, PART, Sense, WORK};
use crate::core::field::Field;

/// What the words of a title tell, the surest first.
pub(super) fn guessed(title: &str) -> Option<Sense> {
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    let ends = |words: &[&str]| words.iter().any(|word| title.ends_with(word));
    let unit = has(&UNITS);
    let time = has(&["时限", "时间", "日期", "期限", "节点"]);
    let trouble = has(&["问题", "隐患", "风险"]);
    let sense = if has(&SILENT) {
        return None;
    } else if ends(&["来源", "依据", "条款", "出处"]) {
        Sense::Field(Field::Basis)
    } else if has(&["分解"]) {
        Sense::Title(PART)
    } else if has(&["进展", "推进情况", "落实情况", "整改情况", "已采取"]) {
        Sense::Said
    } else if has(&["存在问题", "存在的问题", "困难"]) {
        Sense::Trouble
    } else if has(&["反馈"]) && !time && !unit && !has(&["周期", "要求"]) {
        Sense::Said
    } else if has(&["状态", "完成情况"]) || has(&["是否"]) && has(&["完成", "整改", "办结", "落实", "到位"])
    {
        Sense::Finish
    } else if has(&["级责任人", "级负责人"]) {
        Sense::Field(Field::Leader)
    } else if ends(&PEOPLE) {
        Sense::Field(Field::Owner)
    } else if unit && has(&["牵头", "主办", "主责"]) {
        Sense::Field(Field::Lead)
    } else if unit && has(&["配合", "协办", "参与", "协同", "协助"]) {
        Sense::Field(Field::Support)
    } else if unit && has(&["责任", "承办", "落实", "负责", "整改"]) {
        Sense::Responsible
    } else if has(&["领导"]) && has(&["责任", "分管", "牵头", "包", "挂"]) {
        Sense::Field(Field::Leader)
    } else if has(&PEOPLE) {
        Sense::Field(Field::Owner)
    } else if time && has(&["实际", "办结日", "销号", "验收", "确认"]) {
        Sense::Field(Field::DoneOn)
    } else if time && has(&["开始", "启动", "起始", "开工", "动工"]) {
        Sense::Field(Field::Start)
    } else if has(&["时限", "期限"])
        || time && has(&["完成", "截止", "办结", "结束", "整改", "竣工", "完工", "建成", "应完"])
    {
        Sense::Field(Field::Due)
    } else if trouble && has(&DESCRIBED) {
        Sense::Title(WORK)
    } else if has(&["等级", "级别"]) && (trouble || has(&["危险"])) {
        Sense::Field(Field::Level)
    } else if has(&["分值", "权重"]) {
        Sense::Field(Field::Weight)
    } else if has(&["完成率", "百分比"]) || ends(&["进度"]) {
        Sense::Field(Field::Progress)
    } else if has(&["标准", "目标", "标志", "要点", "成效", "细则"]) {
        Sense::Field(Field::Standard)
    } else if has(&["依据", "来源"]) {
        Sense::Field(Field::Basis)
    } else if has(&["举措", "措施"]) {
        Sense::Title(MEASURE)
    } else if has(&["具体任务", "任务名称", "具体事项"]) {
        Sense::Title(PART)
    } else if has(&["重点任务", "任务类别", "类别"]) {
        Sense::Title(DOMAIN)
    } else if has(&["任务", "事项", "标题"]) {
        Sense::Title(WORK)
    } else if has(&["内容"]) {
        Sense::Title(CONTENT)
    } else {
        return None;
    };
    Some(sense)
}

/// What units are called.
pub(super) const UNITS: [&str; 5] = ["单位", "部门", "科室", "处室", "股室"];
/// What those who answer for something are called.
pub(super) const PEOPLE: [&str; 5] = ["责任人", "负责人", "承办人", "经办人", "联络员"];
/// What is told of a trouble.
const DESCRIBED: [&str; 9] = ["描述", "表述", "表现", "事实", "简述", "概述", "内容", "情况", "说明"];
/// Words in the titles of columns that no field holds, whatever else they say.
const SILENT: [&str; 13] = [
    "备注",
    "佐证",
    "附件",
    "下一步",
    "电话",
    "签字",
    "签名",
    "文号",
    "工号",
    "前置",
    "后置",
    "照片",
    "未完成时间",
];
