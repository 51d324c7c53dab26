//! Lines that frame a plan's items: who signed it, the facts of an event, whom all that follows involves.

use std::collections::HashSet;

use super::super::lines::{Part, is_signing_day};
use super::super::normal::Text;
use super::super::{numbering, prose, who};

/// 时间：…, 地点：…: a line about an event.
pub(super) fn is_event_line(plain: &str) -> bool {
    let words = [
        "时间",
        "地点",
        "主题",
        "活动时间",
        "活动地点",
        "活动主题",
        "参加人员",
        "参加对象",
        "内容",
        "形式",
        "主持",
        "对象",
    ];
    plain.find(':').is_some_and(|at| words.contains(&plain.get(..at).unwrap_or_default().trim()))
}

/// 以下各项任务均需各县政府落实，不再列出: whom all that follows involves.
pub(super) fn scope(plain: &str) -> Option<Vec<String>> {
    let at = plain.find("以下")?;
    let rest = plain.get(at..)?;
    let start = at + rest.find("均需")? + "均需".len();
    let end = start + plain.get(start..)?.find("落实").filter(|len| *len < 120)?;
    let text = Text::new(plain);
    Some(who::units(&text, start..end))
}

/// The lines of a signature: the day, and who signed right before it.
pub(super) fn signature(parts: &[Part]) -> HashSet<usize> {
    let mut found = HashSet::new();
    let plain = |at: usize| match parts.get(at) {
        Some(Part::Words(line)) => Some(line.text.plain().trim()),
        _ => None,
    };
    for at in 0..parts.len() {
        if plain(at).is_some_and(is_signing_day) {
            found.insert(at);
            for back in 1..=2 {
                let Some(before) = at.checked_sub(back) else { break };
                let signs = plain(before).is_some_and(|words| {
                    prose::letters(words) <= 40
                        && !words.contains(['。', ';', ':', ','])
                        && numbering::read(words).is_none()
                });
                if !signs {
                    break;
                }
                found.insert(before);
            }
        }
    }
    found
}
