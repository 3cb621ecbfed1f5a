//! The organisation files of England, as published.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// The register of practices of February 2023, and the files that add to it.
const FILES: [&str; 6] = [
    "epraccur-2023-02.csv",
    "epcn-details-2023-02.csv",
    "epcn-core-partner-details-2023-02.csv",
    "subicb-to-icb-lookup-2022-07.csv",
    "gp-reg-pat-prac-map-2025-10.csv",
    "gp-reg-pat-prac-all-2022-05.csv",
];

/// The files in `folder`, all of which must be there.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let files: Vec<PathBuf> = FILES.iter().map(|name| folder.join(name)).collect();
    if let Some(missing) = files.iter().find(|file| !file.is_file()) {
        bail!("{} is not there; say with --data where the organisation files are", missing.display());
    }
    Ok(files)
}
