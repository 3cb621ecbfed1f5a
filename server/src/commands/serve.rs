//! `tracker serve`

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use app::web::assets::Assets;
use app::web::request::Site;
use domain::clock::Clock;
use mail::Mailer;
use metrics_exporter_prometheus::PrometheusBuilder;
use services::Services;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::cards::Cards;
use crate::config::Config;
use crate::loops::Loops;
use crate::router::{self, Options};
use crate::{health, listen};

/// Serves until told to stop.
///
/// # Errors
/// When the database, the assets or the address cannot be had.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let services = super::services(config).await?;
    let mailer = super::mailer(config, &services)?;
    serve(services, mailer, config, config.listen, |address| {
        eprintln!("Serving at http://{address}");
    })
    .await
}

/// Serves `services` on `listen`, and runs the background loops where the settings say so, until SIGTERM or Ctrl-C; then finishes what is
/// under way.
///
/// # Errors
/// When the assets or the address cannot be had.
pub async fn serve(
    services: Services,
    mailer: Option<Mailer>,
    config: &Config,
    listen: SocketAddr,
    started: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    raise_file_limit();
    let folder = assets_folder(config.assets.as_ref())?;
    let assets = Arc::new(Assets::load(&folder).map_err(anyhow::Error::msg)?);
    let stop = CancellationToken::new();
    serve_metrics(config.metrics_listen, &services, &stop).await?;
    tokio::spawn(config.limits.clone().tidy_hourly(stop.clone()));
    let authorities = config.authorities.bundle();
    let cards = Cards::trusting(&authorities, &config.issuers, &services.settings.public_url, &Clock::system())?;
    let site = Site { services: services.clone(), assets, branding: config.branding.clone(), cards: cards.shown() };
    let https = services.settings.is_https();
    let options = Options { assets: folder, https, limits: config.limits.clone(), cards };
    let router = router::build(site, options);
    let listener = TcpListener::bind(listen).await.with_context(|| format!("{listen} is not free to listen on"))?;
    started(listener.local_addr()?);
    let loops = if config.background { Loops::start(&services, mailer, &stop) } else { Loops::none() };
    tokio::spawn(stop_on_signal(stop.clone()));
    listen::serve(listener, router, stop.clone().cancelled_owned()).await;
    loops.drained().await;
    Ok(())
}

/// Each connection is an open file, and 1,024 of them, with which a process begins nearly everywhere, are used up by as many callers who
/// ask nothing. The administrator's own limit, the hard one, is left as it is.
fn raise_file_limit() {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(limit) => tracing::info!(limit, "so many open files are allowed, connections among them"),
        Err(error) => tracing::warn!(%error, "the limit of open files could not be raised"),
    }
}

/// Counts, and tells on an address of its own what was counted; without one nothing is counted.
async fn serve_metrics(listen: Option<SocketAddr>, services: &Services, stop: &CancellationToken) -> anyhow::Result<()> {
    let Some(listen) = listen else { return Ok(()) };
    let listener = TcpListener::bind(listen).await.with_context(|| format!("metrics_listen: {listen} is not free to listen on"))?;
    let metrics = PrometheusBuilder::new().install_recorder().context("the metrics could not be started")?;
    eprintln!("Metrics at http://{}/metrics", listener.local_addr()?);
    let router = health::mail::measured(health::metrics(metrics), services.clone());
    tokio::spawn(listen::serve(listener, router, stop.clone().cancelled_owned()));
    Ok(())
}

async fn stop_on_signal(stop: CancellationToken) {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
    tracing::info!("stopping");
    stop.cancel();
}

/// The setting, else `site` beside the program, else where the build leaves it.
fn assets_folder(setting: Option<&PathBuf>) -> anyhow::Result<PathBuf> {
    if let Some(folder) = setting {
        return Ok(folder.clone());
    }
    let beside = std::env::current_exe().ok().and_then(|program| program.parent().map(|folder| folder.join("site")));
    let built = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from).join("site");
    [beside, Some(built)]
        .into_iter()
        .flatten()
        .find(|folder| folder.join("manifest.json").is_file())
        .context("the built assets are nowhere to be found: build them with `cargo xtask site`, or set `assets`")
}
