//! The whole ledger out into a file and in again: nothing is lost, and what was edited there is all that changes.

use std::fs;
use std::path::Path;

use crate::common::World;

/// The ledger of the repository, in a world of its own.
fn sample() -> World {
    let world = World::empty();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("ledger");
    copy(&from, Path::new(""), &world);
    world.git(["init", "--quiet"]);
    world.commit_all("建立台账");
    world
}

fn copy(from: &Path, inside: &Path, world: &World) {
    for entry in fs::read_dir(from.join(inside)).unwrap() {
        let entry = entry.unwrap();
        let file = inside.join(entry.file_name());
        if entry.path().is_dir() {
            copy(from, &file, world);
        } else {
            world.write(&file.display().to_string(), fs::read(entry.path()).unwrap());
        }
    }
}

/// A ledger of nothing but settings, with `file` of another beside it.
fn another(world: &World, file: &str) -> World {
    let other = World::with_settings("name = \"别的\"\nyear = 2026\n");
    other.write(file, fs::read(world.path(file)).unwrap());
    other
}

#[test]
fn the_sample_comes_back_out_of_every_file() {
    let world = sample();
    let everything = |world: &World| world.must(["export", "--format", "json"]).stdout;
    let tasks = |world: &World| world.must(["list", "--all", "--format", "json"]).stdout;
    let logs = |world: &World| {
        let all: serde_json::Value = serde_json::from_str(&everything(world)).unwrap();
        all["tasks"].clone()
    };
    for file in ["台账.xlsx", "台账.csv", "台账.json"] {
        world.must(["export", "-o", file]);
        let before = world.state();
        let said = world.must(["import", file, "--yes"]);
        assert!(said.stdout.contains("新登记 0，更新 0") && said.stdout.contains("没有导入 0"), "{said}");
        assert_eq!(world.state(), before, "in again where it came from");
        let other = another(&world, file);
        other.must(["导入", file, "--yes"]);
        assert_eq!(tasks(&other), tasks(&world), "{file}");
        assert_eq!(logs(&other), logs(&world), "{file}");
    }
}

#[test]
fn what_is_hard_to_put_into_a_cell_comes_back_too() {
    let world = World::with_settings("name = \"台账\"\nyear = 2026\n");
    world.write(
        "tasks/2026/001.toml",
        "title = \"=1+1  两个空格\"\ncontent = \" 前后有空格 \\n第二行\\u0007\"\nlead = \"甲科、乙科\"\n\
         support = [\"a、b\", \"丙科\"]\nowner = \"/\"\ntags = [\"六个一\"]\nweight = 2.125\nlevel = \"特高\"\n\
         kind = \"别的\"\nstatus = \"挂起\"\nparent = \"2\"\npublic = false\ndue_text = \"无\"\n\
         \"联系电话\" = \"0791\"\n\"数\" = 3\n\"小数\" = 3.5\n\"真\" = true\n\"日\" = 2026-05-01\n\"列\" = [\"甲\", 2]\n\
         \"责任科室\" = \"综合科\"\n\n\
         [[log]]\ndate = 2026-05-10\nby = \"李强\"\nkind = \"note\"\ntext = \"toml:3\"\n\
         evidence = [\"evidence/2026-001/甲.pdf\"]\n\n\
         [[log]]\ndate = 2026-05-11\non = 2026-05-09\nkind = \"别的\"\ntext = \"2026-05-11 '一\\n二\"\n\n\
         [\"表\"]\n\"键\" = \"值\"\n",
    );
    let duty = "title = \"乙\"\nlong_term = true\n\
                repeat = { every = \"half\", times = 2, from = 2026-01-01 }\n";
    world.write("tasks/2026/002.toml", duty);
    world.write("tasks/2025/007.toml", "title = \"去年的\"\nstatus = \"done\"\ndone_on = 2025-12-30\n");
    world.commit_all("登记");
    for file in ["甲.xlsx", "甲.csv", "甲.json"] {
        world.must(["export", "-o", file]);
        let before = world.state();
        world.must(["import", file, "--yes"]);
        assert_eq!(world.state(), before, "{file}");
        let other = another(&world, file);
        other.must(["import", file, "--yes"]);
        for task in ["tasks/2026/001.toml", "tasks/2026/002.toml", "tasks/2025/007.toml"] {
            let read = |world: &World| toml::from_str::<toml::Table>(&world.read(task)).unwrap();
            let (mut there, here) = (read(&other), read(&world));
            // What a file leaves out is written out.
            there.retain(|key, _| here.contains_key(key));
            assert_eq!(there, here, "{file} {task}");
        }
    }
}

#[test]
fn a_ledger_goes_out_into_files_that_come_in_again_and_no_others() {
    let world = World::with_tasks();
    let refused = world.run(["export"]);
    assert!(refused.code == 2 && refused.stderr.contains("ledger export -o 台账.xlsx"), "{refused}");
    assert_eq!(world.run(["导出", "-o", "台账.docx"]).code, 2);
    // A number that stands for another task here is not taken for that one.
    world.must(["export", "-o", "台账.xlsx"]);
    let other = another(&world, "台账.xlsx");
    other.must(["add", "早就有的"]);
    let said = other.must(["import", "台账.xlsx", "--yes"]);
    assert!(said.stdout.contains("像是另一本台账的编号"), "{said}");
    assert!(other.task("001").starts_with("title = \"早就有的\"\n"));
}
