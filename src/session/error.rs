//! Why something failed, as one line for a person.

use std::io::{self, ErrorKind};

/// The error with its causes, the nearest first; what the system says is said in Chinese.
pub fn wording(error: &anyhow::Error) -> String {
    let said = |cause: &(dyn std::error::Error + 'static)| match cause.downcast_ref::<io::Error>() {
        Some(error) => system(error),
        None => cause.to_string(),
    };
    let causes: Vec<String> = error.chain().map(said).collect();
    causes.join("：")
}

/// What the system says of files.
fn system(error: &io::Error) -> String {
    let said = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "同名的文件已经存在",
        ErrorKind::NotADirectory => "路径里有一段不是文件夹",
        ErrorKind::IsADirectory => "这是一个文件夹，不是文件",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘满了",
        ErrorKind::InvalidFilename => "文件名不能用",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "文件正被别的程序占用",
        _ => return format!("系统报错：{error}"),
    };
    said.to_owned()
}
