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
    let lost = Effect::Lost("the memberships of its people");
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
        let refused = |(_, _, effect): &(_, _, Effect)| matches!(effect, Effect::Refused(_));
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
            found[..],
            [(_, Some("schema"), Effect::Refused(_))]
        ));
    }
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
fn only_throttling_that_is_taken_away_counts() {
    let stage = |routes: usize, rate: i64| {
        let stage = Block::resource("aws_apigatewayv2_stage", "main").attr("name", text("live"));
        let limits = || Block::new("route_settings").attr("throttling_rate_limit", rate);
        (0..routes).fold(stage, |stage, _| stage.block(limits()))
    };
    assert_eq!(effects([stage(2, 5)], [stage(2, 6)]), []);
    assert_eq!(effects([stage(1, 5)], [stage(2, 5)]), []);
    let found = effects([stage(2, 5)], [stage(1, 5)]);
    assert!(matches!(
        found[..],
        [(_, Some("route_settings"), Effect::Unlimited)]
    ));
    assert_eq!(effects([stage(2, 5)], []), []);
}
