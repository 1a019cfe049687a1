//! The window, driven as a browser is.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use thirtyfour::prelude::*;
use tokio::time::sleep;

use crate::computer::Computer;
use crate::program;

/// How long anything may take before it counts as never.
const PATIENCE: Duration = Duration::from_secs(20);
const INTERVAL: Duration = Duration::from_millis(50);

/// The program, open on somebody's computer. What it waits for is what a person sees: names of buttons and fields, and sentences.
pub(crate) struct Window<'c> {
    computer: &'c Computer,
    /// None once the program was ended.
    driver: Option<WebDriver>,
    _tool: Tool,
    pictures: PathBuf,
}

/// What of the outside the program is told at its start.
#[derive(Default)]
pub(crate) struct Start<'a> {
    /// The stand-in's address; without one, Stripe can't be reached.
    pub(crate) stripe: Option<&'a str>,
    /// The address of the stand-in for Dev Kit for AI; without one, that can't be reached.
    pub(crate) dev_kit: Option<&'a str>,
    /// A file to be opened.
    pub(crate) file: Option<&'a Path>,
}

impl<'c> Window<'c> {
    /// Starts the program on `computer`. Pictures go to the folder of `journey`, which the windows of a journey share.
    pub(crate) async fn open(computer: &'c Computer, journey: &str, start: Start<'_>) -> Self {
        let pictures = program::pictures(journey);
        fs::create_dir_all(&pictures).unwrap();

        // Port 9 is "discard": nobody answers there.
        let nobody = "http://127.0.0.1:9";
        let hosts = ["--stripe-base", start.stripe.unwrap_or(nobody), "--devkit-base", start.dev_kit.unwrap_or(nobody)];
        let (tool, address) = Tool::start(computer).await;
        let arguments: Vec<_> = hosts.map(Path::new).into_iter().chain(start.file).collect();
        let mut capabilities = Capabilities::new();
        capabilities.set("webkitgtk:browserOptions", json!({ "binary": program::built(), "args": arguments })).unwrap();
        let driver = WebDriver::new(address, capabilities).await.unwrap();
        Self { computer, driver: Some(driver), _tool: tool, pictures }
    }

    /// Waits until a sentence is on the page.
    pub(crate) async fn see(&self, text: &str) {
        let started = Instant::now();
        loop {
            let seen = self.text().await;
            if seen.contains(text) {
                return;
            }
            if started.elapsed() > PATIENCE {
                self.picture("failed").await;
                panic!("\"{text}\" is not on the page, which says:\n{seen}");
            }
            sleep(INTERVAL).await;
        }
    }

    /// Everything that can be read on the page, blanks run together.
    pub(crate) async fn text(&self) -> String {
        let answer = self.driver().execute("return document.body.innerText", []).await.unwrap();
        let text: String = answer.convert().unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The items of the list behind the heading of this name.
    pub(crate) async fn items(&self, heading: &str) -> Vec<String> {
        let path = format!("//*[self::h2 or self::h3][normalize-space(.) = \"{heading}\"]/following::ol[1]/li");
        let mut texts = Vec::new();
        for item in self.driver().find_all(By::XPath(path)).await.unwrap() {
            texts.push(item.text().await.unwrap());
        }
        texts
    }

    /// Presses the button, link, tab or choice whose name begins like this.
    pub(crate) async fn press(&self, name: &str) {
        let named = format!("[starts-with(normalize-space(.), \"{name}\") or starts-with(@aria-label, \"{name}\")]");
        let kinds = ["button", "a", "summary", "label", "*[@role='tab']", "*[@role='option']", "*[@role='row']"];
        let path = kinds.map(|kind| format!("//{kind}{named}")).join(" | ");
        let started = Instant::now();
        loop {
            let element = self.find(&path, name).await;
            // What is half out of sight, or covered for a moment, is brought to the middle first, as a person would scroll.
            let middle = "arguments[0].scrollIntoView({ block: 'center' })";
            self.driver().execute(middle, vec![element.to_json().unwrap()]).await.unwrap();
            match element.click().await {
                Ok(()) => return,
                Err(error) => {
                    let over = "const at = arguments[0].getBoundingClientRect();
                        return document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2)?.outerHTML";
                    let over = self.driver().execute(over, vec![element.to_json().unwrap()]).await.unwrap();
                    let over = over.json().to_string();
                    assert!(started.elapsed() < PATIENCE, "\"{name}\" can't be pressed: {error}; there is {over}");
                }
            }
            sleep(INTERVAL).await;
        }
    }

    /// Types into the field of this label, in place of what is there.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        let labelled = format!("//*[@id=//label[starts-with(normalize-space(.), \"{label}\")]/@for]");
        let named = format!("//input[starts-with(@aria-label, \"{label}\")]");
        let wrapped = format!("//label[starts-with(normalize-space(.), \"{label}\")]//input");
        let field = self.find(&format!("{labelled} | {named} | {wrapped}"), label).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Puts the cursor into the field whose name begins like this.
    pub(crate) async fn focus(&self, label: &str) {
        let path = format!("//input[@id=//label[starts-with(normalize-space(.), \"{label}\")]/@for]");
        self.find(&path, label).await.click().await.unwrap();
    }

    /// Presses Ctrl+V on the keyboard, with this on the clipboard.
    pub(crate) fn paste(&self, text: &str) {
        self.computer.copy(text);
        self.computer.keys("ctrl+v");
    }

    /// Runs a script that answers milliseconds so many times; the one in the middle.
    pub(crate) async fn median(&self, script: &str, rounds: usize) -> f64 {
        let mut took = Vec::new();
        for _ in 0..rounds {
            let answer = self.driver().execute_async(script, []).await.unwrap();
            took.push(answer.json().as_f64().unwrap());
        }
        took.sort_by(f64::total_cmp);
        took[rounds / 2]
    }

    /// Keeps a picture of the page as `NN-name.png`.
    pub(crate) async fn picture(&self, name: &str) {
        // What was just written is not painted yet.
        let painted = "requestAnimationFrame(() => requestAnimationFrame(arguments[0]))";
        self.driver().execute_async(painted, []).await.unwrap();
        let number = fs::read_dir(&self.pictures).unwrap().count() + 1;
        let file = self.pictures.join(format!("{number:02}-{name}.png"));
        self.driver().screenshot(&file).await.unwrap();
    }

    /// Ends the program, at once and unasked.
    pub(crate) async fn kill(mut self) {
        self.driver.take().unwrap().quit().await.unwrap();
        let started = Instant::now();
        while self.computer.program_runs() {
            assert!(started.elapsed() < PATIENCE, "the program must end");
            sleep(INTERVAL).await;
        }
    }

    fn driver(&self) -> &WebDriver {
        self.driver.as_ref().unwrap()
    }

    async fn find(&self, path: &str, name: &str) -> WebElement {
        let query = self.driver().query(By::XPath(path)).wait(PATIENCE, INTERVAL).and_clickable();
        match query.first().await {
            Ok(element) => element,
            Err(error) => {
                self.picture("failed").await;
                panic!("nothing called \"{name}\" can be pressed ({error}); the page says:\n{}", self.text().await)
            }
        }
    }
}

impl Drop for Window<'_> {
    /// A journey that failed must not wait for the program to say goodbye: it ends with its computer's screen.
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            let _ = driver.leak();
        }
    }
}

/// A running `WebKitWebDriver`, ended when dropped.
struct Tool(Child);

impl Tool {
    /// Gives its address too.
    async fn start(computer: &Computer) -> (Self, String) {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = computer.command("WebKitWebDriver");
        command.arg(format!("--port={port}")).env("TAURI_WEBVIEW_AUTOMATION", "true");
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let tool = Self(child.expect("WebKitWebDriver is of the package webkit2gtk-driver"));
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(started.elapsed() < PATIENCE, "WebKitWebDriver must listen");
            sleep(INTERVAL).await;
        }
        (tool, format!("http://127.0.0.1:{port}"))
    }
}

impl Drop for Tool {
    fn drop(&mut self) {
        // These fail only if it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs a journey.
pub(crate) fn journey(name: &str, walk: impl Future<Output = ()>) {
    let pictures = program::pictures(name);
    if pictures.exists() {
        fs::remove_dir_all(&pictures).unwrap();
    }
    // In a build of the whole workspace the driver's HTTP client is one that is told which cryptography to use, as the program's is.
    let _ = rustls::crypto::ring::default_provider().install_default();
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(walk);
}
