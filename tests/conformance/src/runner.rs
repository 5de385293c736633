//! Replays one fixture against one fresh instance of its port.

use std::collections::{BTreeMap, BTreeSet};

use fasterapi::testing::TestClient;
use serde_json::Value;

use crate::apps::{self, Port};
use crate::client::Client;
use crate::compare;
use crate::document;
use crate::exchange;
use crate::fixture::Fixture;
use crate::report::Report;
use crate::request::Outgoing;
use crate::setup;

/// Replays the fixture of `port`.
///
/// # Errors
/// When the fixture cannot be read, or the app cannot be built.
pub async fn run(port: Port) -> Result<Report, String> {
    let fixture = Fixture::load(port.name)?;
    let service = setup::app(port, &fixture)
        .into_service_with(&setup::config(&fixture))
        .map_err(|error| error.to_string())?;
    let running = service.start().await.map_err(|error| error.to_string())?;
    let sockets = TestClient::of(service.clone());
    // Starlette's TestClient is somebody
    let somebody = fasterapi::request::Client::Ip(([127, 0, 0, 1], 50_000).into());
    let mut client = Client::new(service.for_client(somebody));
    let document = match &fixture.openapi_url {
        Some(url) => {
            fetched(
                &mut client,
                &Outgoing::get(url, fixture.openapi_scheme.unwrap_or_default()),
            )
            .await?
        }
        None => (port.app)().openapi().map_err(|error| error.to_string())?,
    };
    let volatile = volatile_cookies(&fixture);
    let mut done = BTreeMap::new();
    let mut cases = Vec::new();
    for case in &fixture.cases {
        service.settled().await;
        if let Some(steps) = &case.exchange {
            let found = exchange::differences(&sockets, &case.request, steps).await;
            cases.push((case.name.clone(), found));
            continue;
        }
        let request = Outgoing::of_case(&case.request, &done)?;
        let found = match client.send(&request).await {
            Ok(answer) => {
                let found = compare::differences(case, &answer, &volatile);
                done.insert(case.name.clone(), answer);
                found
            }
            Err(error) => vec![error],
        };
        cases.push((case.name.clone(), found));
    }
    running.stop().await.map_err(|error| error.to_string())?;
    if let Some(expected) = &fixture.after_shutdown {
        let noted = apps::lifespan::after_shutdown();
        let found = (noted != *expected).then(|| format!("{noted:?} instead of {expected:?}"));
        cases.push(("after shutdown".to_owned(), Vec::from_iter(found)));
    }
    Ok(Report {
        app: fixture.app,
        cases,
        document: document::differences(&document, &fixture.openapi),
    })
}

async fn fetched(client: &mut Client, request: &Outgoing) -> Result<Value, String> {
    let answer = client.send(request).await?;
    answer
        .json()
        .ok_or_else(|| format!("{} answered {} and no JSON", request.target, answer.status))
}

fn volatile_cookies(fixture: &Fixture) -> BTreeSet<String> {
    let masks = fixture.cases.iter().flat_map(|case| &case.mask);
    masks
        .filter_map(|mask| mask.strip_prefix("cookie:"))
        .map(str::to_owned)
        .collect()
}
