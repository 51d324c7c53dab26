//! The styles of a page: GB/T 9704-2012 for an upright sheet, the same faces in proportion for the others; and the fonts,
//! each with those that stand in for it.

use super::paper::Sheet;
use super::writer::Xml;
use crate::printout::page::Paper;

/// 小标宋, for titles.
const TITLE: &str = "方正小标宋简体";
/// 仿宋, for the body.
const BODY: &str = "仿宋_GB2312";
/// 楷体, for headings of the second rank.
const SECOND: &str = "楷体_GB2312";
/// 黑体, for headings of the first rank and for headers.
const FIRST: &str = "黑体";
/// 宋体, for lists and page numbers.
const SMALL: &str = "宋体";
const LATIN: &str = "Times New Roman";

/// The styles of a sheet as `word/styles.xml`.
pub(super) fn styles(sheet: &Sheet) -> String {
    let mut xml = Xml::with_capacity(16_384);
    xml.raw(super::parts::DECLARATION).raw("<w:styles xmlns:w=\"").raw(super::parts::MAIN).raw("\">");
    xml.put(format_args!(
        "<w:docDefaults><w:rPrDefault><w:rPr>{}{}<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr>\
         </w:rPrDefault><w:pPrDefault/></w:docDefaults>",
        fonts(BODY),
        size(sheet.body)
    ));
    let pitch = sheet.pitch;
    let official = sheet.paper == Paper::A4;
    // Word gives a line 28 characters by the section's grid. LibreOffice puts each into a cell of that grid, and 三号 is a
    // little wider than its cell: there a line would have 14. So the lines leave the grid and come to it by themselves.
    let close = if official { "<w:snapToGrid w:val=\"0\"/><w:spacing w:val=\"-6\"/>" } else { "" };
    // Space between Chinese and Latin letters would break the rows of 28 and the widths of cells.
    xml.put(format_args!(
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/><w:qFormat/><w:pPr>\
         <w:widowControl w:val=\"0\"/><w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/>\
         <w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"{pitch}\" w:lineRule=\"exact\"/><w:jc w:val=\"both\"/></w:pPr><w:rPr>{close}{}</w:rPr></w:style>",
        size(sheet.body)
    ));
    let indent = format!("<w:ind w:firstLineChars=\"200\" w:firstLine=\"{}\"/>", sheet.body * 20);
    // On the grid of 22 lines nothing stands between paragraphs.
    let above = if official { String::new() } else { "<w:spacing w:before=\"120\"/>".to_owned() };
    let heading = |level: u32| {
        format!("<w:keepNext/>{above}{indent}<w:jc w:val=\"left\"/><w:outlineLvl w:val=\"{level}\"/>")
    };
    let title_line = sheet.title * 29 / 2;
    let title = format!("<w:spacing w:line=\"{title_line}\" w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>");
    let named = [
        ("n", "Body Text", indent.clone(), face(BODY, sheet.body)),
        ("t", "Title", format!("<w:keepNext/>{title}"), face(TITLE, sheet.title)),
        ("s", "Subtitle", "<w:jc w:val=\"center\"/>".to_owned(), face(SECOND, sheet.subtitle)),
        (
            "h0",
            "Section Title",
            format!(
                "<w:keepNext/><w:spacing w:after=\"{}\" w:line=\"{title_line}\" w:lineRule=\"exact\"/>\
                 <w:jc w:val=\"center\"/><w:outlineLvl w:val=\"0\"/>",
                pitch / 2
            ),
            face(TITLE, sheet.title),
        ),
        ("h1", "heading 1", heading(0), face(FIRST, sheet.heading)),
        ("h2", "heading 2", heading(1), face(SECOND, sheet.heading)),
        ("mn", "Masthead Name", "<w:keepNext/><w:jc w:val=\"center\"/>".to_owned(), {
            format!("{}<w:color w:val=\"FF0000\"/>", fonts(TITLE))
        }),
        ("mi", "Masthead Issue", "<w:keepNext/><w:jc w:val=\"center\"/>".to_owned(), face(BODY, 32)),
        (
            "me",
            "Masthead Editor",
            "<w:keepNext/><w:jc w:val=\"left\"/>".to_owned(),
            face(BODY, sheet.body.min(32)),
        ),
        ("g", "Signature", "<w:keepLines/><w:jc w:val=\"right\"/>".to_owned(), face(BODY, sheet.body)),
        (
            "v",
            "Imprint",
            "<w:ind w:left=\"280\" w:right=\"280\"/><w:jc w:val=\"left\"/>".to_owned(),
            face(BODY, 28),
        ),
        ("u", "Note", exact(sheet.note, "<w:jc w:val=\"left\"/>"), off_grid(BODY, sheet.note)),
        ("f", "footer", exact(28, "<w:ind w:left=\"280\" w:right=\"280\"/>"), {
            format!("{}{OFF_GRID}{}", latin(SMALL, SMALL), size(28))
        }),
        ("p", "Provenance", exact(18, "<w:jc w:val=\"center\"/>"), off_grid(SMALL, 18)),
        ("sp", "Gap", "<w:spacing w:line=\"120\" w:lineRule=\"exact\"/>".to_owned(), size(2)),
    ];
    for (id, name, paragraph, run) in named {
        style(&mut xml, id, name, &paragraph, &run);
    }
    let mut sizes: Vec<u32> = sheet.lists.iter().chain(sheet.forms).copied().collect();
    sizes.sort_unstable();
    sizes.dedup();
    for size in sizes {
        let text = if sheet.forms.contains(&size) { BODY } else { SMALL };
        let cells = [
            ("x", "Cell", INSET, "left", text),
            ("c", "Cell Centred", INSET, "center", text),
            ("r", "Cell Number", INSET, "right", text),
            ("k", "Cell Header", "", "center", FIRST),
            ("b", "Cell Group", INSET, "left", FIRST),
        ];
        for (id, name, inset, way, font) in cells {
            let paragraph = format!(
                "<w:spacing w:before=\"30\" w:after=\"30\" w:line=\"{}\" w:lineRule=\"exact\"/>{inset}<w:jc w:val=\"{way}\"/>",
                size * 13
            );
            let bold = if id == "b" { "<w:b/>" } else { "" };
            let run = fonts(font) + bold + OFF_GRID + &self::size(size);
            style(&mut xml, &format!("{id}{size}"), &format!("{name} {size}"), &paragraph, &run);
        }
        // The calendar's signs are in the Chinese font, where all are equally wide.
        let run = format!("{}{OFF_GRID}{}", latin(SMALL, SMALL), self::size(size));
        let paragraph = exact(size, "<w:jc w:val=\"center\"/>");
        style(&mut xml, &format!("z{size}"), &format!("Cell Calendar {size}"), &paragraph, &run);
    }
    xml.raw("</w:styles>").0.clone()
}

/// The space between a text and its border.
const INSET: &str = "<w:ind w:left=\"60\" w:right=\"60\"/>";

/// The fonts as `word/fontTable.xml`.
pub(super) fn font_table() -> String {
    let fonts = [
        (TITLE, "方正小标宋_GBK,华文中宋,STZhongsong", "02010601030101010101", "86", "roman"),
        (BODY, "仿宋,FangSong,华文仿宋", "02010609030101010101", "86", "modern"),
        (SECOND, "楷体,KaiTi,华文楷体", "02010609030101010101", "86", "modern"),
        (FIRST, "SimHei,黑体-简", "02010609060101010101", "86", "modern"),
        (SMALL, "SimSun,NSimSun", "02010600030101010101", "86", "auto"),
        (LATIN, "Liberation Serif", "02020603050405020304", "00", "roman"),
    ];
    let mut xml = Xml::default();
    xml.raw(super::parts::DECLARATION).raw("<w:fonts xmlns:w=\"").raw(super::parts::MAIN).raw("\">");
    for (name, instead, panose, charset, family) in fonts {
        xml.put(format_args!(
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{instead}\"/><w:panose1 w:val=\"{panose}\"/>\
             <w:charset w:val=\"{charset}\"/><w:family w:val=\"{family}\"/></w:font>"
        ));
    }
    xml.raw("</w:fonts>").0.clone()
}

fn style(xml: &mut Xml, id: &str, name: &str, paragraph: &str, run: &str) {
    xml.put(format_args!(
        "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"a\"/><w:qFormat/>\
         <w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    ));
}

fn fonts(east: &str) -> String {
    latin(LATIN, east)
}

fn latin(latin: &str, east: &str) -> String {
    format!("<w:rFonts w:ascii=\"{latin}\" w:eastAsia=\"{east}\" w:hAnsi=\"{latin}\" w:cs=\"{LATIN}\"/>")
}

fn size(size: u32) -> String {
    format!("<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>")
}

fn face(font: &str, half_points: u32) -> String {
    fonts(font) + &size(half_points)
}

/// Letters as wide as they are.
const OFF_GRID: &str = "<w:snapToGrid w:val=\"0\"/><w:spacing w:val=\"0\"/>";

/// A face that the grid of characters leaves alone.
fn off_grid(font: &str, half_points: u32) -> String {
    format!("{}{OFF_GRID}{}", fonts(font), size(half_points))
}

/// Lines as high as the type wants: whichever font stands in, a row stays as high.
fn exact(half_points: u32, rest: &str) -> String {
    format!("<w:spacing w:line=\"{}\" w:lineRule=\"exact\"/>{rest}", half_points * 13)
}
