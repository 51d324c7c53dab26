//! The parts of a document, found in its zip file by their relations rather than by their usual names.

use std::io::Read;

use zip::result::ZipError;

use super::xml;
use crate::intake::document::Unreadable;
use crate::intake::zipped::{self, Archive};

/// The parts that say something of a plan.
pub(super) struct Package {
    /// The text.
    pub(super) document: String,
    /// What its styles are called.
    pub(super) styles: Option<String>,
    /// How it numbers its paragraphs.
    pub(super) numbering: Option<String>,
    properties: Option<String>,
}

/// Opens a document none of whose parts may be larger than `limit`.
pub(super) fn open(bytes: &[u8], limit: u64) -> Result<Package, Unreadable> {
    let mut archive = zipped::open(bytes).map_err(|_| Unreadable::Damaged)?;
    let mut read = |name: &str| part(&mut archive, name, limit);
    let Some(roots) = read("_rels/.rels")? else { return Err(foreign(bytes)) };
    let roots = relations(&roots, "");
    let target = |of: &[(String, String)], kind: &str| {
        of.iter().find(|(known, _)| known.ends_with(kind)).map(|(_, target)| target.clone())
    };
    let main = target(&roots, "/officeDocument").unwrap_or_else(|| "word/document.xml".to_owned());
    match main.split('/').next() {
        Some("xl") => return Err(Unreadable::Spreadsheet),
        Some("ppt") => return Err(Unreadable::Other("演示文稿")),
        _ => {}
    }
    let document = read(&main)?.ok_or(Unreadable::Damaged)?;
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let beside = read(&format!("{folder}/_rels/{file}.rels"))?.map(|text| relations(&text, folder));
    let beside = beside.unwrap_or_default();
    let mut named = |of: &[(String, String)], kind: &str| match target(of, kind) {
        Some(target) => read(&target),
        None => Ok(None),
    };
    Ok(Package {
        document,
        styles: named(&beside, "/styles")?,
        numbering: named(&beside, "/numbering")?,
        properties: named(&roots, "/core-properties")?,
    })
}

impl Package {
    /// What the document's properties say its title is, unless some program put it there.
    pub(super) fn title(&self) -> Option<String> {
        let properties = xml::parse(self.properties.as_deref()?).ok()?;
        let title = properties.descendants().find(|node| node.tag_name().name() == "title")?;
        let title = title.text()?.trim();
        let is_chinese = title.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
        let is_default = ["文档", "新建", "无标题", "未命名"].iter().any(|word| title.starts_with(word));
        (is_chinese && !is_default && !title.to_lowercase().contains(".doc")).then(|| title.to_owned())
    }
}

/// A zip file that is no document of Word's.
fn foreign(bytes: &[u8]) -> Unreadable {
    let head = bytes.get(..200).unwrap_or(bytes);
    let says = |what: &[u8]| head.windows(what.len()).any(|window| window == what);
    if says(b"opendocument.text") {
        Unreadable::Other(" OpenDocument 文档（.odt）")
    } else if says(b"opendocument.spreadsheet") {
        Unreadable::Spreadsheet
    } else if says(b"OFD.xml") {
        Unreadable::Other("版式文件（.ofd）")
    } else {
        Unreadable::Other("压缩包")
    }
}

/// A part, if it is there.
fn part(archive: &mut Archive<'_>, name: &str, limit: u64) -> Result<Option<String>, Unreadable> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(ZipError::UnsupportedArchive(why)) if why == ZipError::PASSWORD_REQUIRED => {
            return Err(Unreadable::Protected);
        }
        Err(_) => return Err(Unreadable::Damaged),
    };
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|_| Unreadable::Damaged)?;
    if bytes.len() as u64 > limit {
        return Err(Unreadable::TooLarge);
    }
    let decoded = crate::intake::encoding::decode(&bytes).map_err(|_| Unreadable::Damaged)?;
    Ok(Some(decoded.text))
}

/// The kinds and places of what a part refers to.
fn relations(text: &str, folder: &str) -> Vec<(String, String)> {
    let Ok(document) = xml::parse(text) else { return Vec::new() };
    let relation = |node: roxmltree::Node<'_, '_>| {
        let target = node.attribute("Target")?;
        let target = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None if folder.is_empty() => target.to_owned(),
            None => format!("{folder}/{target}"),
        };
        Some((node.attribute("Type")?.to_owned(), target))
    };
    document.descendants().filter_map(relation).collect()
}
