use super::*;
use crate::terraform::expr::{fixed, text};

fn graph(blocks: impl IntoIterator<Item = Block>) -> Graph {
    let mut graph = Graph::default();
    for block in blocks {
        let file = match block.kind.as_str() {
            "moved" => File::Moved,
            _ => File::Identity,
        };
        graph.push(file, block);
    }
    graph
}

fn group(address: &str, name: &str) -> Block {
    Block::resource("aws_cognito_user_group", address).attr("name", text(name))
}

fn kept(graph: &Graph) -> Lifecycle {
    let blocks = graph.files().flat_map(|(_, blocks)| blocks);
    let kept =
        blocks.filter_map(|block| Some((block.address()?, arguments(Kind::of(block)?, block))));
    Lifecycle(kept.collect())
}

fn effects(
    old: impl IntoIterator<Item = Block>,
    new: impl IntoIterator<Item = Block>,
) -> Vec<(String, Option<&'static str>, Effect)> {
    let (old, new) = (graph(old), graph(new));
    let found = kept(&old).consequences(&kept(&new), &new);
    let found = found.into_iter();
    found
        .map(|one| (one.address, one.argument, one.effect))
        .collect()
}

#[test]
fn what_stays_has_no_consequences() {
    assert_eq!(effects([group("a", "a")], [group("a", "a")]), []);
    assert_eq!(effects([], [group("a", "a")]), []);
}

#[test]
fn a_group_that_is_renamed_or_removed_loses_its_people() {
    let lost = Effect::Lost("its memberships");
    let address = "aws_cognito_user_group.a".to_owned();
    assert_eq!(
        effects([group("a", "a")], [group("b", "b")]),
        [(address.clone(), None, lost.clone())]
    );
    assert_eq!(
        effects([group("a", "a")], [group("a", "b")]),
        [(address, Some("name"), lost)]
    );
}

#[test]
fn a_name_that_passes_to_another_address_is_refused_unless_it_moves() {
    let taken = |found: Vec<(String, Option<&'static str>, Effect)>| {
        let refused = |(_, _, effect): &(_, _, Effect)| matches!(effect, Effect::Taken);
        found.iter().filter(|one| refused(one)).count()
    };
    assert_eq!(taken(effects([group("a", "x")], [group("b", "x")])), 1);
    let swapped = effects(
        [group("a", "x"), group("b", "y")],
        [group("a", "y"), group("b", "x")],
    );
    assert_eq!(taken(swapped), 2);
    let block = Block::new("moved")
        .attr("from", fixed("aws_cognito_user_group.a"))
        .attr("to", fixed("aws_cognito_user_group.b"));
    assert_eq!(effects([group("a", "x")], [group("b", "x"), block]), []);
}

#[test]
fn a_schema_may_only_grow() {
    let schema = |name: &str| Block::new("schema").attr("name", text(name));
    let pool = |names: &[&str]| {
        let pool = Block::resource("aws_cognito_user_pool", "main");
        names
            .iter()
            .fold(pool, |pool, name| pool.block(schema(name)))
    };
    assert_eq!(effects([pool(&["a"])], [pool(&["b", "a"])]), []);
    for now in [&[][..], &["b"]] {
        let found = effects([pool(&["a"])], [pool(now)]);
        assert!(matches!(
            &found[..],
            [(_, Some("schema"), Effect::Kept { name, removed: true, .. })] if name == "a"
        ));
    }
    let many: Vec<String> = (0..27).map(|number| format!("a{number:02}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(effects([pool(&many[..2])], [pool(&many)]), []);
    let found = effects([pool(&many[..1])], [pool(&many)]);
    assert!(matches!(
        &found[..],
        [(_, Some("schema"), Effect::TooMany { name, count: 26, at_once: 25 })] if name == "a26"
    ));
}

#[test]
fn a_protected_pool_is_not_replaced() {
    let pool = |name: &str, protected: bool| {
        Block::resource("aws_cognito_user_pool", "main")
            .attr("name", text(name))
            .block(Block::new("lifecycle").attr("prevent_destroy", protected))
    };
    let found = effects([pool("a", false)], [pool("b", true)]);
    assert!(matches!(
        found[..],
        [(_, Some("name"), Effect::Protected { .. })]
    ));
    let found = effects([pool("a", true)], [pool("b", false)]);
    assert!(matches!(found[..], [(_, Some("name"), Effect::Lost(_))]));
}

#[test]
fn what_aws_protects_is_not_lost() {
    let pool = |name: &str, protection: &str| {
        Block::resource("aws_cognito_user_pool", "main")
            .attr("name", text(name))
            .attr("deletion_protection", text(protection))
    };
    for new in [vec![], vec![pool("b", "INACTIVE")]] {
        let found = effects([pool("a", "ACTIVE")], new.clone());
        assert!(
            matches!(found[..], [(_, _, Effect::Guarded(_))]),
            "{found:?}"
        );
        let found = effects([pool("a", "INACTIVE")], new);
        assert!(matches!(found[..], [(_, _, Effect::Lost(_))]), "{found:?}");
    }
}

#[test]
fn what_belongs_to_another_pool_is_another() {
    let client = |pool: &str| {
        Block::resource("aws_cognito_user_pool_client", "web").attr("user_pool_id", text(pool))
    };
    let group = |pool: &str| group("a", "a").attr("user_pool_id", text(pool));
    let found = effects([client("x"), group("x")], [client("y"), group("y")]);
    let lost = found.iter().all(|(_, argument, effect)| {
        *argument == Some("user_pool_id") && matches!(effect, Effect::Lost(_))
    });
    assert!(lost && found.len() == 2, "{found:?}");
}

#[test]
fn roles_do_not_tell_case() {
    let function =
        |module: &str, name: &str| Block::new("module").label(module).attr("name", text(name));
    let found = effects([function("a", "stock")], [function("a", "Stock")]);
    assert!(
        matches!(found[..], [(_, Some("name"), Effect::Refused(_))]),
        "{found:?}"
    );
    let found = effects([function("a", "stock")], [function("b", "Stock")]);
    assert!(
        found
            .iter()
            .any(|(at, _, effect)| at == "module.b" && *effect == Effect::Taken)
    );
    assert!(effects([group("a", "a")], [group("b", "A")]).len() == 1);
}

#[test]
fn the_order_of_a_set_is_no_change() {
    let pool = |aliases: [&str; 2]| {
        Block::resource("aws_cognito_user_pool", "main")
            .attr("alias_attributes", crate::terraform::expr::texts(aliases))
    };
    assert_eq!(
        effects([pool(["email", "phone"])], [pool(["phone", "email"])]),
        []
    );
}

#[test]
fn nothing_moves_to_where_something_is() {
    let block = Block::new("moved")
        .attr("from", fixed("aws_cognito_user_group.b"))
        .attr("to", fixed("aws_cognito_user_group.a"));
    let found = effects([group("a", "a"), group("b", "b")], [group("a", "a"), block]);
    assert!(
        matches!(&found[..], [(at, None, Effect::Lost(_))] if at.ends_with(".b")),
        "{found:?}"
    );
}

#[test]
fn what_was_not_recorded_is_not_compared() {
    let (old, new) = (graph([group("a", "a")]), graph([group("a", "b")]));
    let mut before = kept(&old);
    before
        .0
        .values_mut()
        .for_each(|arguments| arguments.clear());
    assert_eq!(before.consequences(&kept(&new), &new), []);
}

#[test]
fn a_default_counts_only_where_both_compiles_have_one() {
    let with = |default: Option<&str>| {
        let group = Block::resource("aws_cognito_user_group", "a").attr("name", fixed("var.env"));
        let mut kept = kept(&graph([group]));
        if let Some(default) = default {
            let arguments = BTreeMap::from([("default".to_owned(), format!("{default:?}"))]);
            kept.0.insert("var.env".to_owned(), arguments);
        }
        kept
    };
    let graph = graph([]);
    let found = |old, new| with(old).consequences(&with(new), &graph).len();
    assert_eq!(found(Some("a"), Some("b")), 1);
    for (old, new) in [
        (None, None),
        (None, Some("a")),
        (Some("a"), None),
        (Some("a"), Some("a")),
    ] {
        assert_eq!(found(old, new), 0, "{old:?} {new:?}");
    }
}

#[test]
fn only_throttling_that_is_taken_away_counts() {
    let stage = |routes: usize, rate: i64| {
        let stage = Block::resource("aws_apigatewayv2_stage", "main").attr("name", text("live"));
        let limits = || Block::new("default_route_settings").attr("throttling_rate_limit", rate);
        (0..routes).fold(stage, |stage, _| stage.block(limits()))
    };
    assert_eq!(effects([stage(2, 5)], [stage(2, 6)]), []);
    assert_eq!(effects([stage(1, 5)], [stage(2, 5)]), []);
    let found = effects([stage(2, 5)], [stage(1, 5)]);
    assert!(matches!(
        found[..],
        [(_, Some("default_route_settings"), Effect::Unlimited)]
    ));
    assert_eq!(effects([stage(2, 5)], []), []);
}
