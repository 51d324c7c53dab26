use proptest::prelude::*;
use toml::Table as Values;

use super::*;
use crate::core::merge::arbitrary::{Versions, each_case, versions};

const FILE: &str = "tasks/2026/014.toml";

fn merge(base: Option<&str>, ours: &str, theirs: &str) -> Result<MergedText> {
    merge_texts(FILE, base.map(str::as_bytes), ours.as_bytes(), theirs.as_bytes(), &mut |_| None)
}

#[track_caller]
fn case(base: &str, ours: &str, theirs: &str, expected: &str) {
    let merged = merge(Some(base), ours, theirs).unwrap();
    assert_eq!(String::from_utf8(merged.bytes).unwrap(), expected);
    assert_eq!(merged.conflicts, []);
}

#[test]
fn what_the_other_side_changed_comes_as_it_is_written_there() {
    // A value, in the place of the old one; the comments of either side.
    case(
        "title = \"甲\"\nlead = \"综合科\"\nowner = \"李强\"\n",
        "# 重点\ntitle = \"甲\" # 暂名\nlead  = \"工会\"  # 已商定\nowner = \"李强\" # 暂定\n",
        "title = '乙'\nlead = \"综合科\"\n# 见会议纪要\nowner = \"赵蕾\" # 五月起\n",
        "# 重点\ntitle = '乙' # 暂名\nlead  = \"工会\"  # 已商定\n# 见会议纪要\nowner = \"赵蕾\" # 五月起\n",
    );
    // A new key, behind what it stands behind there.
    case(
        "title = \"甲\"\n\nstatus = \"todo\"\n\"自定\" = 1\n",
        "title = \"甲\"\n\nstatus = \"todo\"\n\"自定\" = 2\n",
        "title = \"甲\"\n# 局务会定\nlead = '综合科' # 主\n\"别的\" = 3\n\nstatus = \"todo\"\ndone_on = 2026-05-11\n\"自定\" = 1\n",
        "title = \"甲\"\n# 局务会定\nlead = '综合科' # 主\n\"别的\" = 3\n\nstatus = \"todo\"\ndone_on = 2026-05-11\n\"自定\" = 2\n",
    );
    // A key that went leaves its comment.
    case(
        "title = \"甲\"\ndue = 2026-05-11\ntags = []\n",
        "title = \"乙\"\n# 见会议纪要\ndue = 2026-05-11\ntags = []\n",
        "title = \"甲\"\ntags = []\n",
        "title = \"乙\"\n# 见会议纪要\ntags = []\n",
    );
}

#[test]
fn the_dress_is_ours() {
    case(
        "title = \"甲\"\nlead = \"综合科\"\n",
        "\u{feff}title = \"乙\"\r\nlead = \"综合科\"\r\n# 末尾的话\r\n",
        "title = \"甲\"\nlead = \"\"\"\n综合科\n工会\"\"\"\n",
        "\u{feff}title = \"乙\"\r\nlead = \"\"\"\r\n综合科\r\n工会\"\"\"\r\n# 末尾的话\r\n",
    );
    case(
        "title = \"甲\"\nlead = \"综合科\"\n",
        "title = \"乙\"\nlead = \"综合科\"",
        "\u{feff}title = \"甲\"\r\nlead = \"工会\"\r\n\r\n[[log]]\r\n# 补记\r\ndate = 2026-05-10\r\n",
        "title = \"乙\"\nlead = \"工会\"\n\n[[log]]\n# 补记\ndate = 2026-05-10\n",
    );
}

#[test]
fn entries_come_with_their_comments_in_the_order_of_the_log() {
    case(
        "title = \"甲\"\n\n[[log]]\ndate = 2026-05-01\n\n['自定']\na = 1\n",
        "title = \"甲\"\n\n[[log]]\ndate = 2026-05-01 # 一\n\n[[log]]\ndate = 2026-05-03\n\n['自定']\na = 1\n",
        "title = \"甲\"\n\n[[log]]\ndate = 2026-05-01\n\n# 电话告知\n[[log]]\ndate = 2026-05-02\n[log.'附']\nb = 1\n\n[[log]]\ndate = 2026-05-04\n\n['自定']\na = 2 # 改\n",
        "title = \"甲\"\n\n[[log]]\ndate = 2026-05-01 # 一\n\n# 电话告知\n[[log]]\ndate = 2026-05-02\n[log.'附']\nb = 1\n\n[[log]]\ndate = 2026-05-03\n\n[[log]]\ndate = 2026-05-04\n\n['自定']\na = 2 # 改\n",
    );
}

#[test]
fn a_log_stays_in_the_form_that_it_has() {
    let sections = "title = \"甲\"\n\n[[log]]\ndate = 2026-05-02\nby = '李' # 代\n";
    case(
        "title = \"甲\"\n",
        "title = \"甲\"\nlog = [\n  { date = 2026-05-01 },\n]\n",
        sections,
        "title = \"甲\"\nlog = [\n  { date = 2026-05-01 },\n  { date = 2026-05-02, by = '李' },\n]\n",
    );
    case(
        "title = \"甲\"\n",
        sections,
        "title = \"甲\"\nlog = [{ date = 2026-05-03, by = '陈' }]\n",
        "title = \"甲\"\n\n[[log]]\ndate = 2026-05-02\nby = '李' # 代\n\n[[log]]\ndate = 2026-05-03\nby = '陈'\n",
    );
    case(
        "title = \"甲\"\n[[log]]\ndate = 2026-05-01\n",
        "title = \"乙\"\nlog = []\n",
        "title = \"甲\"\n[[log]]\ndate = 2026-05-01\n[[log]]\ndate = 2026-05-02\n",
        "title = \"乙\"\n[[log]]\ndate = 2026-05-02\n",
    );
}

#[test]
fn unknown_tables_are_merged_however_they_are_written() {
    let base = "title = \"甲\"\n[\"自定\"]\na = 1\nb = 1\n";
    let theirs = "title = \"甲\"\n[\"自定\"]\na = 2 # 二\nc = 3 # 三\n[\"自定\".d]\ne = 4\n";
    case(
        base,
        "title = \"乙\"\n\"自定\" = { a = 1, b = 1 }\n",
        theirs,
        "title = \"乙\"\n\"自定\" = { a = 2, c = 3, d = { e = 4 } }\n",
    );
    case(
        base,
        "title = \"乙\"\n\"自定\".a = 1 # 一\n\"自定\".b = 1\n",
        theirs,
        "title = \"乙\"\n\"自定\".a = 2 # 二\n\"自定\".c = 3 # 三\n\"自定\".d = { e = 4 }\n",
    );
}

#[test]
fn sections_stand_where_the_other_side_has_them() {
    let [first, second, third] = ["01", "02", "03"].map(|day| format!("[[log]]\ndate = 2026-05-{day}\n"));
    let (one, three) = (first.clone(), first + &second + &third);
    case(
        &format!("{one}[y]\na = 1\n"),
        &format!("{one}[y]\na = 2\n"),
        &format!("{three}[x]\nb = 1\n[y]\na = 1\n"),
        &format!("{three}[x]\nb = 1\n[y]\na = 2\n"),
    );
    // The log stays between the parts of a table.
    case(
        &format!("[a.b]\nc = 1\n{one}[a.d]\ne = 1\n"),
        &format!("[a.b]\nc = 1\n{one}[a.d]\ne = 2\n[[log]]\ndate = 2026-06-01\n"),
        &format!("[a.b]\nc = 1\n{three}[a.d]\ne = 1\n"),
        &format!("[a.b]\nc = 1\n{three}[[log]]\ndate = 2026-06-01\n[a.d]\ne = 2\n"),
    );
}

#[test]
fn a_file_that_only_one_side_changed_is_not_touched() {
    let odd = "标题: 甲\r\n\u{feff}";
    for (base, ours, theirs) in [("a", "a", odd), ("a", odd, "a"), ("a", odd, odd)] {
        assert_eq!(merge(Some(base), ours, theirs).unwrap().bytes, odd.as_bytes());
    }
    assert_eq!(merge(None, odd, odd).unwrap().bytes, odd.as_bytes());
}

#[test]
fn conflicts_leave_ours_and_are_settled_by_who_is_asked() {
    let [base, ours, theirs] = ["甲", "乙", "丙"].map(|title| format!("title = \"{title}\"\n"));
    let merged = merge(Some(&base), &ours, &theirs).unwrap();
    assert_eq!(String::from_utf8(merged.bytes).unwrap(), ours);
    assert_eq!(merged.conflicts[0].sentence(), "任务名称：本地“乙”，对方“丙”");
    let bytes = [&base, &ours, &theirs].map(String::as_bytes);
    let asked = merge_texts(FILE, Some(bytes[0]), bytes[1], bytes[2], &mut |_| Some(Side::Theirs)).unwrap();
    assert_eq!((asked.bytes.as_slice(), asked.conflicts.len()), (bytes[2], 0));
}

#[test]
fn a_version_that_cannot_be_read_is_named() {
    #[track_caller]
    fn case(base: &[u8], ours: &[u8], theirs: &[u8], expected: &str) {
        let error = merge_texts(FILE, Some(base), ours, theirs, &mut |_| None).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    let [one, two, broken] = [b"a = 1\n", b"a = 2\n", b"a = '\n"];
    let said = "tasks/2026/014.toml 第 1 行第 6 列：引号不成对；请补上缺的引号；改好、存入后再合并";
    case(one, broken, two, &format!("本地的 {said}"));
    case(one, two, broken, &format!("对方的 {said}"));
    case(broken, one, two, &format!("共同的上一版的 {said}"));
    case(
        one,
        two,
        b"title = '\xb9\xa4'",
        "对方的 tasks/2026/014.toml 第 1 行第 10 列：不是 UTF-8 编码（多半是 GBK）；请用记事本打开，“另存为”时编码选 UTF-8；改好、存入后再合并",
    );
}

/// How one person writes a file.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "habits that have nothing to do with one another")]
struct Hand {
    sections: bool,
    comments: bool,
    backwards: bool,
    crlf: bool,
    bom: bool,
    ended: bool,
}

fn hand() -> impl Strategy<Value = Hand> {
    any::<[bool; 6]>().prop_map(|[sections, comments, backwards, crlf, bom, ended]| Hand {
        sections,
        comments,
        backwards,
        crlf,
        bom,
        ended,
    })
}

fn written(values: &Values, hand: Hand) -> String {
    let mut pairs: Vec<_> = values.iter().collect();
    if hand.backwards {
        pairs.reverse();
    }
    let mut text = if hand.sections {
        let values: Values = pairs.into_iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        let text = values.to_string();
        if hand.comments {
            text.replace("[[", "# 节\n[[").replace("\nkind", " # 日\n# 类\nkind")
        } else {
            text
        }
    } else {
        let (above, behind) = if hand.comments { ("# 栏\n", " # 注") } else { ("", "") };
        let line = |(key, value): (&String, &toml::Value)| format!("{above}'{key}' = {value}{behind}\n");
        pairs.into_iter().map(line).collect()
    };
    if hand.comments {
        text.push_str("# 完");
    }
    if !hand.ended {
        text.truncate(text.trim_end().len());
    }
    let text = if hand.crlf { text.replace('\n', "\r\n") } else { text };
    if hand.bom { format!("\u{feff}{text}") } else { text }
}

#[test]
fn the_text_says_what_the_rules_say() {
    let strategy = (versions(), hand(), hand(), hand());
    each_case(2000, &strategy, |(Versions { base, ours, theirs }, hand, our_hand, their_hand)| {
        let base_text = base.as_ref().map(|base| written(base, hand));
        let (our_text, their_text) = (written(&ours, our_hand), written(&theirs, their_hand));
        let plan = plan(base.as_ref(), &ours, &theirs, &mut |_| None);
        let expected = plan.merged(&ours, &theirs);

        let merged = merge(base_text.as_deref(), &our_text, &their_text);
        let merged =
            merged.map_err(|error| TestCaseError::fail(format!("{error}\n{our_text}\n{their_text}")))?;
        let text = String::from_utf8(merged.bytes).unwrap();
        let undressed = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let read: Values =
            undressed.parse().map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert!(
            is_same(&read, &expected),
            "{our_text}\n---\n{their_text}\n---\n{text}\n---\n{expected}"
        );
        prop_assert_eq!(format!("{:?}", merged.conflicts), format!("{:?}", plan.conflicts));
        if base_text.as_deref() != Some(&our_text) {
            prop_assert_eq!(text.contains("\r\n"), our_text.contains("\r\n"));
            prop_assert_eq!(text.starts_with('\u{feff}'), our_text.starts_with('\u{feff}'));
            let comments = |text: &str| text.matches("# 完").count();
            prop_assert!(comments(&text) >= comments(&our_text), "{our_text}\n---\n{text}");
        }
        Ok(())
    });
}
