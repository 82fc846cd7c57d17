//! Detects throttling limits that were removed.

use hcl::structure::Block;

/// The resource type that has limits, and the blocks that contain them.
const STAGE: &str = "aws_apigatewayv2_stage";
const LIMITS: [&str; 2] = ["default_route_settings", "route_settings"];

/// Whether a stage has fewer limits in the new version of a file than in the old
/// one. A file that cannot be parsed was not written by jwtgen and is ignored.
pub fn removes_throttle(old: &str, new: &str) -> bool {
    let (Ok(old), Ok(new)) = (hcl::parse(old), hcl::parse(new)) else {
        return false;
    };
    let stage = |block: &&Block| {
        block.identifier() == "resource"
            && block
                .labels()
                .first()
                .is_some_and(|kind| kind.as_str() == STAGE)
    };
    // Without a stage, nothing can be called.
    let Some(now) = new.blocks().find(stage) else {
        return false;
    };
    let count = |stage: &Block, kind: &str| {
        let blocks = stage.body().blocks();
        blocks.filter(|block| block.identifier() == kind).count()
    };
    let before = old.blocks().find(stage);
    before.is_some_and(|before| {
        LIMITS
            .iter()
            .any(|kind| count(now, kind) < count(before, kind))
    })
}

#[cfg(test)]
mod tests {
    use super::removes_throttle;

    const LIMITED: &str = "resource \"aws_apigatewayv2_stage\" \"main\" {\n  default_route_settings {\n    throttling_rate_limit = 5\n  }\n}\n";
    const OPEN: &str = "resource \"aws_apigatewayv2_stage\" \"main\" {\n}\n";

    #[test]
    fn only_what_is_taken_away_counts() {
        assert!(removes_throttle(LIMITED, OPEN));
        assert!(!removes_throttle(LIMITED, &LIMITED.replace('5', "6")));
        assert!(!removes_throttle(OPEN, LIMITED));
        assert!(!removes_throttle(LIMITED, "# gone\n"));
    }
}
