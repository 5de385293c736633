//! Handlers declared where tests declare them, and by macros.
#![deny(warnings)]

use fasterapi::App;
use fasterapi::prelude::*;
use fasterapi::testing::TestClient;

macro_rules! crud {
    ($name:ident, $path:literal, $ty:ty, $dep:path) => {
        #[get($path)]
        async fn $name(id: $ty, #[depends($dep)] one: u8) -> Option<$ty> {
            (one == 1).then_some(id)
        }
    };
}

mod deps {
    use fasterapi::prelude::*;

    #[dependency]
    pub(crate) fn one() -> u8 {
        1
    }
}

crud!(by_macro, "/m/{id}", u64, deps::one);

#[test]
fn inside_a_function() {
    #[dependency]
    async fn two() -> u8 {
        2
    }

    #[get("/local", dependencies = [two])]
    async fn local(#[depends(two)] two: u8, #[depends(deps::one)] scope: u8, errors: u8) -> u8 {
        two + scope + errors
    }

    #[get("/errors")]
    async fn errors(value: u8, request: u8, own: u8) -> u8 {
        value + request + own
    }

    let client = TestClient::new(App::new().routes(routes![local, by_macro, self::by_macro2, errors])).expect("sound");
    assert_eq!(client.get("/local?errors=4").send().json::<u8>(), 7);
    assert_eq!(client.get("/m/5").send().json::<u64>(), 5);
    assert_eq!(client.get("/errors?value=1&request=1&own=1").send().json::<u8>(), 3);
}

crud!(by_macro2, "/n/{id}", String, crate::deps::one);
