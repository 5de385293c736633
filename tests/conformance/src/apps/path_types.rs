//! Path parameters: scalar types, enums, literals, declaration order.

use fasterapi::model::DateTime;
use fasterapi::prelude::*;
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use uuid::Uuid;

#[model]
#[derive(PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Season {
    Spring,
    Summer,
    DeepWinter,
}

#[model]
enum Gear {
    Low = 1,
    High = 2,
}

#[model(literal)]
#[serde(rename_all = "lowercase")]
enum Side {
    Left,
    Right,
}

#[model]
struct Neighbours {
    number: i128,
    next: i128,
}

#[get("/ints/{number}", response_model = None)]
async fn read_int(number: i128) -> Neighbours {
    Neighbours {
        number,
        next: number.saturating_add(1),
    }
}

#[get("/floats/{ratio}")]
async fn read_float(ratio: f64) -> Value {
    json!({"ratio": ratio})
}

#[get("/bools/{flag}")]
async fn read_bool(flag: bool) -> Value {
    json!({"flag": flag})
}

#[get("/words/{word}")]
async fn read_word(word: String) -> Value {
    json!({"word": word, "length": word.chars().count()})
}

#[get("/uuids/{key}")]
async fn read_uuid(key: Uuid) -> Value {
    json!({"key": key})
}

#[get("/dates/{day}")]
async fn read_date(day: Date) -> Value {
    json!({"day": day, "year": day.year()})
}

#[get("/moments/{at}")]
async fn read_moment(at: DateTime) -> Value {
    json!({"at": at.to_string()})
}

#[get("/decimals/{amount}")]
async fn read_decimal(amount: Decimal) -> Value {
    json!({"amount": amount.to_f64()})
}

#[get("/seasons/{season}")]
async fn read_season(season: Season) -> Value {
    let is_summer = season == Season::Summer;
    json!({"season": season, "is_summer": is_summer})
}

#[get("/gears/{gear}")]
async fn read_gear(gear: Gear) -> Value {
    let name = match gear {
        Gear::Low => "low",
        Gear::High => "high",
    };
    json!({"gear": gear, "name": name})
}

#[get("/sides/{side}")]
async fn read_side(side: Side) -> Value {
    json!({"side": side})
}

#[get("/boxes/{box_id}/shelves/{shelf}")]
async fn read_two(box_id: i64, shelf: bool) -> Value {
    json!([box_id, shelf])
}

#[get("/people/me")]
async fn read_me() -> Value {
    json!({"who": "me"})
}

#[get("/people/{person_id}")]
async fn read_person(person_id: i64) -> Value {
    json!({"who": person_id})
}

/// The app. The recorded one declares `/people/{person_id}` a second time, which is a start-up error here.
pub fn app() -> App {
    App::new().routes(routes![
        read_int,
        read_float,
        read_bool,
        read_word,
        read_uuid,
        read_date,
        read_moment,
        read_decimal,
        read_season,
        read_gear,
        read_side,
        read_two,
        read_me,
        read_person,
    ])
}
