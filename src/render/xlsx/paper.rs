//! The sheet as paper takes it: its size, its margins, what stands at its foot, and its name.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Worksheet, XlsxError};

use super::text::{clean, cut};
use crate::printout::page::{Page, Paper};

/// The most UTF-16 units of the foot, of the 255 that Excel takes with the page numbers.
const FOOT: usize = 200;

/// The page's paper, its margins and its foot.
pub(super) fn set_up(sheet: &mut Worksheet, page: &Page) {
    let (size, landscape) = match page.paper {
        Paper::A4 => (9, false),
        Paper::A4Landscape => (9, true),
        Paper::A3Landscape => (8, true),
    };
    sheet.set_paper_size(size);
    if landscape {
        sheet.set_landscape();
    }
    // 18 mm, and 20 mm below for the foot.
    sheet.set_margins(0.71, 0.71, 0.71, 0.79, 0.35, 0.39);
    sheet.set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    sheet.set_footer(foot(page.foot.as_deref().unwrap_or_default()));
}

/// The font stands before the text, as a size would run into a name that begins with a year.
fn foot(text: &str) -> String {
    let mut text = clean(text).replace('\n', " ").replace('&', "&&");
    if text.encode_utf16().count() > FOOT {
        text = cut(&text, FOOT);
        // An ampersand that was cut in half would take the next sign along.
        let body = text.trim_end_matches('…').trim_end_matches('&').len();
        text.truncate(body);
        text.push('…');
    }
    format!("&L&9&\"宋体,常规\"{text}&R&9&\"宋体,常规\"第 &P 页 共 &N 页")
}

/// The same of every workbook but for its title, so that the same page is the same bytes.
pub(super) fn properties(page: &Page) -> Result<DocProperties, XlsxError> {
    let properties = DocProperties::new().set_title(cut(&clean(&page.title), 255));
    Ok(properties.set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?))
}

/// The name of the sheet: what the page is, without the signs Excel does not take.
pub(super) fn name(page: &Page) -> String {
    let what = page.title.rsplit('　').next().unwrap_or_default();
    let allowed: String =
        clean(what).chars().filter(|c| !"[]:*?/\\\n".contains(*c)).collect::<String>().trim().to_owned();
    match cut(allowed.trim_matches('\''), 31).as_str() {
        "" => "台账".to_owned(),
        // Excel keeps this name for itself.
        history if history.eq_ignore_ascii_case("history") => "History_".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_named_as_excel_allows() {
        #[track_caller]
        fn case(title: &str, expected: &str) {
            assert_eq!(name(&Page { title: title.to_owned(), ..Page::default() }), expected);
        }
        case("某台账　任务列表", "任务列表");
        case("某台账　'a/b:c*[d]?\\'", "abcd");
        case("", "台账");
        case("某台账　history", "History_");
        case(&"长".repeat(40), &format!("{}…", "长".repeat(30)));
    }

    #[test]
    fn the_foot_keeps_its_ampersands_and_fits() {
        assert!(foot("2026年&某局").contains("宋体,常规\"2026年&&某局&R"));
        let long = foot(&"&".repeat(300));
        assert!(long.encode_utf16().count() <= 255);
        assert!(!long.contains("&…"), "{long}");
    }
}
