//! 本周、上周、下周, or what a month and any other stretch say in their place.

use chrono::Datelike;

use crate::core::settings::Settings;
use crate::printout::labels::{month_day, plain_day};
use crate::report::bulletin::{Kind, Span};

/// The words for a stretch and its neighbours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    /// 本周
    pub(super) this: &'static str,
    /// 上周
    pub(super) last: &'static str,
    /// 下周
    pub(super) next: &'static str,
}

impl Words {
    /// The words for this kind of stretch.
    pub(super) fn of(span: Span) -> Self {
        let (this, last, next) = match span.kind {
            Kind::Week => ("本周", "上周", "下周"),
            Kind::Month => ("本月", "上月", "下月"),
            Kind::Free => ("本期", "上期", "下期"),
        };
        Self { this, last, next }
    }
}

/// `2026年6月29日至7月5日`, or `2026年6月` for a whole month.
pub(super) fn days(span: Span) -> String {
    let Span { kind, from, to } = span;
    match kind {
        Kind::Month => format!("{}年{}月", from.year(), from.month()),
        _ if from == to => plain_day(from),
        _ if from.year() == to.year() => format!("{}至{}", plain_day(from), month_day(to)),
        _ => format!("{}至{}", plain_day(from), plain_day(to)),
    }
}

/// `7日内`: how near a deadline has to be to be 临期.
pub(super) fn within(settings: &Settings) -> String {
    format!("{}日内", settings.lights.soon_days)
}

/// `办结▲2`, `逾期▼1`, `受阻持平`
pub(super) fn change(label: &str, now: usize, before: usize) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Equal => format!("{label}持平"),
        std::cmp::Ordering::Greater => format!("{label}▲{}", now - before),
        std::cmp::Ordering::Less => format!("{label}▼{}", before - now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_named_as_an_office_names_them() {
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(days(Span::week(day("2026-06-30"))), "2026年6月29日至7月5日");
        assert_eq!(days(Span::week(day("2026-12-31"))), "2026年12月28日至2027年1月3日");
        assert_eq!(days(Span::month(day("2026-06-30"))), "2026年6月");
        assert_eq!(days(Span::free(day("2026-06-30"), day("2026-06-30")).unwrap()), "2026年6月30日");
    }

    #[test]
    fn changes_point_up_or_down() {
        assert_eq!(
            [change("办结", 3, 1), change("逾期", 1, 3), change("受阻", 2, 2)],
            ["办结▲2", "逾期▼2", "受阻持平"]
        );
    }
}
