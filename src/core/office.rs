//! What the name of an office (单位) looks like.

/// How such names end.
const ENDS: &str = "局 委 办 部 厅 院 会 司 处 科 室 署 组 专班 中心 公司 集团 政府 街道 镇 乡 县 区 市 省 州 \
    旗 单位 部门 支部 学校 大学 医院 银行 行 海关 总队 支队 大队 站 所 社 队 妇联 残联 科协 \
    侨联 文联 工商联 机构 总社 园区 片区 工会 团队 机关 院校 成员 基地 联盟 企业 社区 村 馆 \
    党校 高校";

/// Words that end like an office's name and are the beginning of a longer one: 社会和谐办, 农业农村和水利局.
const TOPICS: [&str; 4] = ["社会", "农村", "乡村", "城市"];

/// No name is longer than this, in bytes: a longer text is not looked at.
const LONGEST: usize = 400;

/// Whether the words look like an office's name: 县教育局, 各县（市、区）政府, 市交通委（市道运局）.
pub fn is_office(words: &str) -> bool {
    let words = words.trim();
    if words.len() > LONGEST {
        return false;
    }
    let bare = match words.rfind(['(', '（']) {
        Some(open) if words.ends_with([')', '）']) => words.get(..open).unwrap_or_default(),
        _ => words,
    };
    (2..=30).contains(&bare.chars().count()) && ENDS.split_ascii_whitespace().any(|end| bare.ends_with(end))
}

/// Whether an office's name may be complete here, so that 和 behind it begins another.
pub(super) fn is_whole(words: &str) -> bool {
    is_office(words) && !TOPICS.iter().any(|topic| words.trim().ends_with(topic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_offices_end_alike() {
        for office in ["县教育局", "县妇联", "各县（市、区）政府", "市交通委（市道运局）", "社会和谐办"]
        {
            assert!(is_office(office), "{office}");
        }
        for other in ["局", "修好村口的桥", "张某", ""] {
            assert!(!is_office(other), "{other}");
        }
        assert!(is_whole("县妇联") && !is_whole("县农业农村"));
    }
}
