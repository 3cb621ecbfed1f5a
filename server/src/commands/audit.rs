//! `tracker audit`

use services::audit::Broken;
use services::system_viewer;

use crate::cli::JsonArgs;
use crate::config::Config;

/// Checks the audit trail.
///
/// # Errors
/// In one sentence, the first row that does not follow from the one before it.
pub async fn verify(config: &Config, args: &JsonArgs) -> anyhow::Result<()> {
    let services = super::services(config).await?;
    let verdict = services::audit::verify(&services, &system_viewer("command line")).await?;
    if args.json {
        let broken = verdict.broken.as_ref().map(|Broken { id, why }| serde_json::json!({ "id": id, "why": why }));
        let head = &verdict.head;
        println!("{}", serde_json::json!({ "checked": verdict.checked, "earlier": verdict.earlier, "head": head, "broken": broken }));
    }
    if let Some(Broken { id, why }) = verdict.broken {
        anyhow::bail!("the audit trail is broken at row {id}: {why}");
    }
    if !args.json {
        println!("The audit trail is whole: {} rows follow from each other.", verdict.checked);
        if verdict.earlier > 0 {
            println!("{} rows are older than the chain; none of them is missing.", verdict.earlier);
        }
        println!("Its last hash, to be kept elsewhere: {}", verdict.head);
    }
    Ok(())
}
