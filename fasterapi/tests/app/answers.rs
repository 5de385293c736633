//! What answers leave out, and what they hold besides a model's own fields (`MODEL-20`, `MODEL-21`,
//! `RESP-02`, `RESP-05`, `RESP-07`).

use std::collections::BTreeMap;

use fasterapi::prelude::*;

use crate::client;

#[model]
struct Owner {
    #[serde(rename = "ownerName")]
    name: String,
    phone: Option<String>,
}

#[model(computed = [total_price])]
#[serde(rename_all = "camelCase")]
struct Order {
    #[field(default = 1)]
    unit_count: u32,
    unit_price: f64,
    note: Option<String>,
    owner: Option<Owner>,
    #[field(default)]
    owners: Vec<Owner>,
    #[field(read_only)]
    order_id: u64,
    #[field(write_only, default = "")]
    coupon: String,
    #[field(exclude, default = "")]
    secret: String,
}

impl Order {
    fn total_price(&self) -> f64 {
        f64::from(self.unit_count) * self.unit_price
    }
}

#[model]
struct Wrapped {
    #[serde(flatten)]
    order: Order,
    source: Option<String>,
}

#[model]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Event {
    Ordered(Order),
}

fn order() -> Order {
    let owner = Owner {
        name: "Ann".to_owned(),
        phone: None,
    };
    Order {
        unit_count: 1,
        unit_price: 2.5,
        note: None,
        owner: Some(owner.clone()),
        owners: vec![owner],
        order_id: 7,
        coupon: "c".to_owned(),
        secret: "s".to_owned(),
    }
}

#[post("/orders")]
async fn create(order: Order) -> Order {
    order
}

#[get("/none", response_model_exclude_none = true)]
async fn none() -> BTreeMap<String, Vec<Order>> {
    BTreeMap::from([("all".to_owned(), vec![order()])])
}

#[get("/defaults", response_model_exclude_defaults = true)]
async fn defaults() -> (Order, Option<Order>) {
    (order(), None)
}

#[get("/own", response_model_by_alias = false, response_model_include = ["unit_price", "owner"])]
async fn own() -> Order {
    order()
}

#[get("/inside", response_model_include = {
    "unitCount": true, "owner": ["ownerName"], "owners": {"__all__": ["phone"], 0: {"ownerName": true}},
})]
async fn inside() -> Order {
    let order = order();
    let owners = vec![order.owners[0].clone(); 2];
    Order { owners, ..order }
}

const SECRET: &str = "phone";

#[get("/outside", response_model_exclude = {"owner": [SECRET], "owners": {1: true}, "note": ["no such"]})]
async fn outside() -> Order {
    inside().await
}

#[get("/converted", response_model = Owner)]
async fn converted() -> Order {
    order()
}

#[get("/may-fail/{fails}", response_model = Owner)]
fn may_fail(fails: bool) -> Result<Order, HttpError> {
    if fails {
        Err(HttpError::not_found("No"))
    } else {
        Ok(order())
    }
}

impl From<Order> for Owner {
    fn from(order: Order) -> Self {
        Self {
            name: order.secret,
            phone: order.note,
        }
    }
}

#[get("/exclude", response_model_exclude = ["owner", "owners", "note"])]
async fn exclude() -> Result<Order, HttpError> {
    Ok(order())
}

#[get("/wrapped", response_model_exclude_none = true)]
async fn wrapped() -> Wrapped {
    Wrapped {
        order: order(),
        source: None,
    }
}

#[get("/event", response_model_exclude_defaults = true)]
async fn event() -> Event {
    Event::Ordered(order())
}

fn app() -> App {
    App::new().routes(routes![
        create, none, defaults, own, exclude, wrapped, event, inside, outside, converted, may_fail,
    ])
}

fn get(path: &str) -> Value {
    client(app()).get(path).send().json()
}

#[test]
fn computed_fields_are_written_behind_the_others() {
    let sent = json!({"unitCount": 2, "unitPrice": 1.5, "orderId": 9, "totalPrice": 0, "coupon": "x", "secret": "y"});
    let response = client(app()).post("/orders").json(&sent).send();
    let expected =
        r#"{"unitCount":2,"unitPrice":1.5,"note":null,"owner":null,"owners":[],"orderId":0,"totalPrice":3.0}"#;
    assert_eq!(response.text(), expected);
}

#[test]
fn nulls_are_left_out_at_any_depth() {
    let owner = json!({"ownerName": "Ann"});
    let order = json!({
        "unitCount": 1, "unitPrice": 2.5, "owner": owner, "owners": [owner], "orderId": 7, "totalPrice": 2.5,
    });
    assert_eq!(get("/none"), json!({"all": [order]}));
    assert_eq!(get("/wrapped"), order);
}

#[test]
fn defaults_are_left_out_at_any_depth() {
    let owner = json!({"ownerName": "Ann"});
    let order = json!({"unitPrice": 2.5, "owner": owner, "owners": [owner], "orderId": 7, "totalPrice": 2.5});
    assert_eq!(get("/defaults"), json!([order, null]));
    let mut event = order;
    event["kind"] = json!("ordered");
    assert_eq!(get("/event"), event);
}

#[test]
fn fields_are_chosen_by_name() {
    assert_eq!(
        get("/own"),
        json!({"unit_price": 2.5, "owner": {"name": "Ann", "phone": null}})
    );
    assert_eq!(
        get("/exclude"),
        json!({"unitCount": 1, "unitPrice": 2.5, "orderId": 7, "totalPrice": 2.5})
    );
}

#[test]
fn names_reach_into_models_and_lists() {
    let chosen = json!({
        "unitCount": 1, "owner": {"ownerName": "Ann"}, "owners": [{"ownerName": "Ann"}, {"phone": null}],
    });
    assert_eq!(get("/inside"), chosen);
    let answer = get("/outside");
    assert_eq!(answer["owner"], json!({"ownerName": "Ann"}));
    assert_eq!(answer["owners"], json!([{"ownerName": "Ann", "phone": null}]));
    assert_eq!(answer["note"], Value::Null);
}

#[test]
fn another_model_may_be_the_answer() {
    let owner = json!({"ownerName": "s", "phone": null});
    assert_eq!(get("/converted"), owner);
    assert_eq!(get("/may-fail/no"), owner);
    client(app()).get("/may-fail/yes").send().assert_status(404);
    let document = get("/openapi.json");
    for path in ["/converted", "/may-fail/{fails}"] {
        let content = &document["paths"][path]["get"]["responses"]["200"]["content"];
        assert_eq!(
            content["application/json"]["schema"]["$ref"],
            "#/components/schemas/Owner"
        );
    }
}

#[test]
fn the_document_tells_the_ways_apart() {
    let app = App::new().routes(routes![create]);
    let document: Value = client(app).get("/openapi.json").send().json();
    let schemas = &document["components"]["schemas"];
    let (input, output) = (&schemas["Order-Input"], &schemas["Order-Output"]);
    assert_eq!(input["properties"]["coupon"]["writeOnly"], true);
    assert!(input["properties"]["orderId"].is_null() && input["properties"]["totalPrice"].is_null());
    assert_eq!(output["properties"]["orderId"]["readOnly"], true);
    let total = json!({"type": "number", "title": "Totalprice", "readOnly": true});
    assert_eq!(output["properties"]["totalPrice"], total);
    assert!(output["properties"]["coupon"].is_null() && output["properties"]["secret"].is_null());
    assert_eq!(output["required"], json!(["unitPrice", "orderId", "totalPrice"]));
}
