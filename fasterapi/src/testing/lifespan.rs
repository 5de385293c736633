//! [`Step`] and [`Started`]: an app's lifespan in a test.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use tokio::runtime::Handle;

use super::TestClient;
use crate::lifespan::{LifespanError, Running};

type Later<T> = Pin<Box<dyn Future<Output = Result<T, LifespanError>> + Send>>;

/// The start or the end of an app under test. `.wait()` blocks; `.await` does not.
#[must_use = "nothing happens before `.wait()` or `.await`"]
pub struct Step<T> {
    client: TestClient,
    step: Later<T>,
}

impl<T> std::fmt::Debug for Step<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Step")
    }
}

impl<T> Step<T> {
    /// Waits for it. For plain `#[test]` functions.
    ///
    /// # Errors
    /// The app does not start, or does not stop as it should.
    ///
    /// # Panics
    /// Inside an async runtime (use `.await` there).
    pub fn wait(self) -> Result<T, LifespanError> {
        let Self { client, step } = self;
        client.block_on(step)
    }
}

impl<T> IntoFuture for Step<T> {
    type Output = Result<T, LifespanError>;
    type IntoFuture = Later<T>;

    fn into_future(self) -> Later<T> {
        self.step
    }
}

/// An app under test that has started. It stops when this goes out of scope, or with [`stop`](Self::stop), which tells
/// whether that failed. In an async test only `stop` waits for the end.
#[derive(Debug)]
#[must_use = "the app stops when this goes out of scope: keep it in a variable, such as `_started`"]
pub struct Started {
    client: TestClient,
    running: Option<Running>,
}

impl TestClient {
    /// Starts the app: runs its [`lifespan`](crate::App::lifespan). Without it a test runs no lifespan, as in FastAPI.
    ///
    /// ```
    /// use fasterapi::prelude::*;
    /// use fasterapi::testing::TestClient;
    ///
    /// struct Greeting(&'static str);
    ///
    /// async fn lifespan(_: Startup) -> Lifespan<Greeting> {
    ///     Lifespan::new(Greeting("hi")).on_shutdown(|| async { println!("bye") })
    /// }
    ///
    /// #[get("/")]
    /// async fn hello(greeting: State<Greeting>) -> &'static str {
    ///     greeting.0
    /// }
    ///
    /// let client = TestClient::new(App::new().lifespan(lifespan).routes(routes![hello])).unwrap();
    /// let started = client.start().wait().unwrap();
    /// assert_eq!(client.get("/").send().json::<String>(), "hi");
    /// started.stop().wait().unwrap();
    /// ```
    pub fn start(&self) -> Step<Started> {
        let client = self.clone();
        Step {
            client: self.clone(),
            step: Box::pin(async move {
                let running = Some(client.service.start().await?);
                Ok(Started { client, running })
            }),
        }
    }
}

impl Started {
    /// Stops the app.
    pub fn stop(mut self) -> Step<()> {
        let running = self.running.take();
        Step {
            client: self.client.clone(),
            step: Box::pin(async move {
                match running {
                    Some(running) => running.stop().await,
                    None => Ok(()),
                }
            }),
        }
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let Some(running) = self.running.take() else { return };
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(running.give_up())),
            Err(_) if std::thread::panicking() => {}
            Err(_) => self.client.block_on(running.give_up()),
        }
    }
}
