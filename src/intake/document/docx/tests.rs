use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::intake::plan::Block;

const WORDS: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#;
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A document with this body, these styles and this numbering, as Word packs it.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(*name, stored).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn document(body: &str, styles: &str, numbering: &str) -> Vec<u8> {
    let relation = |kind: &str, target: &str| {
        format!(r#"<Relationship Id="{kind}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#)
    };
    let relations = |inner: &str| format!("<Relationships>{inner}</Relationships>");
    packed(&[
        ("_rels/.rels", &relations(&relation("officeDocument", "word/document2.xml"))),
        (
            "word/_rels/document2.xml.rels",
            &relations(&(relation("styles", "styles2.xml") + &relation("numbering", "/word/numbering.xml"))),
        ),
        ("word/document2.xml", &format!("<w:document {WORDS}><w:body>{body}</w:body></w:document>")),
        ("word/styles2.xml", &format!("<w:styles {WORDS}>{styles}</w:styles>")),
        ("word/numbering.xml", &format!("<w:numbering {WORDS}>{numbering}</w:numbering>")),
    ])
}

fn paragraph(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[track_caller]
fn blocks(body: &str, styles: &str, numbering: &str) -> Document {
    super::read(&document(body, styles, numbering)).unwrap()
}

fn texts(document: &Document) -> Vec<String> {
    let text = |block: &Block| match block {
        Block::Paragraph { text, .. } => text.clone(),
        Block::Table { rows } => {
            let rows: Vec<String> = rows.iter().map(|(_, cells)| cells.join("|")).collect();
            rows.join(" / ")
        }
    };
    document.plan.blocks.iter().map(text).collect()
}

const LISTS: &str = r#"
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="1"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%4"/></w:lvl>
  <w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="列表"/></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>"#;

fn listed(list: u32, level: u32, text: &str) -> String {
    paragraph(&format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#), text)
}

#[test]
fn automatic_numbers_are_written_out() {
    let body = [
        listed(3, 0, "总体要求"),
        listed(3, 0, "重点任务"),
        listed(3, 1, "清理清单"),
        listed(3, 2, "2026年底前公布"),
        listed(3, 2, "每季度核对"),
        listed(3, 1, "压缩时间"),
        listed(3, 2, "重新从一数起"),
        listed(4, 2, "另起一列"),
        listed(4, 2, "接着数"),
        listed(3, 3, "用数字"),
        listed(3, 4, "项目符号不算"),
        listed(0, 0, "不编号"),
        listed(9, 0, "没有这一列"),
        listed(3, 0, "工作要求"),
    ];
    let read = blocks(&body.concat(), "", LISTS);
    assert_eq!(
        texts(&read),
        [
            "一、总体要求",
            "二、重点任务",
            "（一）清理清单",
            "1. 2026年底前公布",
            "2. 每季度核对",
            "（二）压缩时间",
            "1. 重新从一数起",
            "1. 另起一列",
            "2. 接着数",
            "2.1 用数字",
            "项目符号不算",
            "不编号",
            "没有这一列",
            "三、工作要求",
        ]
    );
}

#[test]
fn styles_say_what_is_a_heading_and_what_is_numbered() {
    let styles = r#"
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="公文二级"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="b"><w:name w:val="标题 3"/></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="c"><w:name w:val="toc 1"/></w:style>
<w:style w:type="numbering" w:styleId="列表"><w:name w:val="列表"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="y"/></w:style>
<w:style w:type="paragraph" w:styleId="y"><w:basedOn w:val="x"/></w:style>"#;
    let dressed = |id: &str, text: &str| paragraph(&format!(r#"<w:pStyle w:val="{id}"/>"#), text);
    let body = [
        dressed("t", "某中心关于窗口提质的"),
        dressed("t", "实施方案"),
        dressed("c", "一、总体要求……1"),
        dressed("1", "总体要求"),
        dressed("2", "（一）指导思想"),
        dressed("b", "1.原则"),
        dressed("x", "转圈的样式"),
        paragraph(r#"<w:outlineLvl w:val="2"/>"#, "自带级别"),
        listed(5, 1, "按列表样式编号"),
        dressed("1", "重点任务"),
    ];
    let read = blocks(&body.concat(), styles, LISTS);
    assert_eq!(read.plan.name.as_deref(), Some("某中心关于窗口提质的实施方案"));
    let headings: Vec<(usize, Option<u8>)> = read
        .plan
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph { line, heading, .. } => Some((*line, *heading)),
            Block::Table { .. } => None,
        })
        .collect();
    assert_eq!(
        headings,
        [
            (1, None),
            (2, None),
            (4, Some(1)),
            (5, Some(2)),
            (6, Some(3)),
            (7, None),
            (8, Some(3)),
            (9, None),
            (10, Some(1))
        ]
    );
    assert_eq!(texts(&read)[2], "一、总体要求");
    assert_eq!(texts(&read)[7], "（一）按列表样式编号");
    assert_eq!(texts(&read)[8], "二、重点任务");
    assert_eq!(read.warnings.len(), 1);
    assert!(read.warnings[0].line == 3 && read.warnings[0].message.contains("目录"));
}

#[test]
fn merged_cells_say_the_same_wherever_they_reach() {
    let cell =
        |about: &str, text: &str| format!("<w:tc><w:tcPr>{about}</w:tcPr>{}</w:tc>", paragraph("", text));
    let rows = [
        ["", r#"<w:gridSpan w:val="2"/>"#]
            .iter()
            .zip(["任务", "时限和单位"])
            .map(|(a, t)| cell(a, t))
            .collect::<String>(),
        cell(r#"<w:vMerge w:val="restart"/>"#, "清理清单") + &cell("", "6月底前") + &cell("", "审批科"),
        cell("<w:vMerge/>", "") + &cell("", "9月底前") + &cell("", "信息科"),
    ];
    let rows = format!("<w:tr>{}</w:tr>", rows.join("</w:tr><w:tr>"));
    let frame = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("", "框里的一段"));
    let body = format!("{}<w:tbl>{rows}</w:tbl>{frame}", paragraph("", "附件"));
    let read = blocks(&body, "", "");
    assert_eq!(
        texts(&read),
        [
            "附件",
            "任务|时限和单位|时限和单位 / 清理清单|6月底前|审批科 / 清理清单|9月底前|信息科",
            "框里的一段"
        ]
    );
    let Block::Table { rows } = &read.plan.blocks[1] else { panic!() };
    assert_eq!(rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3, 4]);
}

#[test]
fn what_was_inserted_counts_and_what_was_struck_out_does_not() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!(
        "{}<w:p>{}<w:ins>{}</w:ins><w:del><w:r><w:delText>9月</w:delText></w:r></w:del><w:moveFrom>{}</w:moveFrom>{}</w:p>\
         <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>\
         <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏起来的</w:t></w:r>{}<w:commentReference/></w:p>",
        paragraph("", "没有改过"),
        run("于"),
        run("6月"),
        run("挪走的"),
        run("底前完成"),
        run("合成"),
        run("一段"),
        run("看得见的")
    );
    let read = blocks(&body, "", "");
    assert_eq!(texts(&read), ["没有改过", "于6月底前完成", "合成一段", "看得见的"]);
    assert_eq!(read.warnings[0].line, 2);
    assert!(read.warnings[0].message.contains("修订"));
}

#[test]
fn broken_lines_tabs_and_boxes_are_read_once() {
    let boxed = paragraph("", "框里的字");
    let both = format!(
        "<mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{boxed}</w:txbxContent></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent>{boxed}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>"
    );
    let body = format!(
        "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:br w:type=\"page\"/></w:r><w:r>{both}</w:r></w:p>\
         <w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        paragraph("", "控件里的一段")
    );
    let read = blocks(&body, "", "");
    assert_eq!(texts(&read), ["甲", "乙\t丙", "框里的字", "控件里的一段"]);
}

#[test]
fn a_broken_document_is_refused_and_breaks_nothing() {
    #[track_caller]
    fn case(bytes: &[u8], why: Unreadable) {
        assert_eq!(super::read(bytes), Err(why));
    }
    let good = document(&paragraph("", "一段"), "", "");
    for cut in (0..good.len()).step_by(7) {
        let _ = super::read(&good[..cut]);
    }
    case(&good[..good.len() / 2], Unreadable::Damaged);
    case(&document("<w:p>", "", ""), Unreadable::Damaged);
    case(&packed(&[("[Content_Types].xml", "")]), Unreadable::Other("压缩包"));
    case(
        &packed(&[("mimetype", "application/vnd.oasis.opendocument.text")]),
        Unreadable::Other(" OpenDocument 文档（.odt）"),
    );
    let workbook =
        r#"<Relationships><Relationship Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    case(&packed(&[("_rels/.rels", workbook)]), Unreadable::Spreadsheet);
    // Elements one in the other are no way to break the reader.
    let deep = "<w:sdt>".repeat(20_000) + &"</w:sdt>".repeat(20_000);
    let _ = super::read(&document(&deep, "", ""));
}

#[test]
fn a_small_file_that_unpacks_to_a_large_one_is_refused() {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("_rels/.rels", SimpleFileOptions::default()).unwrap();
    archive.write_all(" ".repeat(1 << 20).as_bytes()).unwrap();
    let bomb = archive.finish().unwrap().into_inner();
    assert!(bomb.len() < 5_000);
    assert_eq!(package::open(&bomb, 1 << 19).err(), Some(Unreadable::TooLarge));
}
