use crate::judge::Honest;
pub(crate) const ACTS: &[Honest] = &[Honest { id: "k00", what: "nothing", meant: &[], run: |l| {
 std::fs::create_dir_all("/tmp/w/cheats/target/base").ok();
 let s = std::process::Command::new("cp").arg("-r").arg(l.path("..")).arg("/tmp/w/cheats/target/base/").status().unwrap(); assert!(s.success()); } }];
