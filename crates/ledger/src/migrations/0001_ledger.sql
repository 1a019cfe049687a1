-- Times are whole microseconds since 1970 in UTC. Words such as states are those of the enums in Rust, which alone know them.

CREATE TABLE migrations (
    number     INTEGER PRIMARY KEY,
    applied_at INTEGER NOT NULL
) STRICT;

-- The merchant's own companies. One without a name yet has been given its first key before anybody asked what it is called.
CREATE TABLE businesses (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT,
    contact  TEXT,
    added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE business_accounts (
    business          INTEGER NOT NULL REFERENCES businesses ON DELETE CASCADE,
    mode              TEXT NOT NULL,
    account           TEXT NOT NULL,
    name              TEXT,
    country           TEXT,
    can_take_payments INTEGER,
    state             TEXT NOT NULL,
    since             INTEGER NOT NULL,
    PRIMARY KEY (business, mode)
) STRICT, WITHOUT ROWID;
CREATE INDEX business_accounts_by_account ON business_accounts (account, mode);

CREATE TABLE integrators (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL,
    domain   TEXT,
    email    TEXT,
    preset   TEXT,
    added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX integrators_by_domain ON integrators (domain);
CREATE INDEX integrators_by_preset ON integrators (preset);

-- What an integrator is known by: its signing key, or a bare code that starts with age1.
CREATE TABLE pins (
    id           INTEGER PRIMARY KEY,
    integrator   INTEGER NOT NULL REFERENCES integrators ON DELETE CASCADE,
    signer       BLOB UNIQUE,
    code         TEXT UNIQUE,
    pinned_at    INTEGER NOT NULL,
    proof        TEXT,
    proven_at    INTEGER,
    postponed_at INTEGER,
    wrong_tries  INTEGER NOT NULL DEFAULT 0,
    retired_at   INTEGER,
    CHECK ((signer IS NULL) <> (code IS NULL))
) STRICT;
CREATE INDEX pins_by_integrator ON pins (integrator);

-- The receiving side. The number is that of the keychain's item.
CREATE TABLE desks (
    number              INTEGER PRIMARY KEY,
    name                TEXT NOT NULL,
    domain              TEXT NOT NULL,
    email               TEXT,
    phone               TEXT,
    hours               TEXT,
    signer              BLOB NOT NULL UNIQUE,
    recipient           TEXT NOT NULL,
    made_at             INTEGER NOT NULL,
    backed_up_at        INTEGER,
    backup_postponed_at INTEGER,
    retired_at          INTEGER
) STRICT;

-- Received ones have an integrator, the desk's own have a desk.
CREATE TABLE requests (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    integrator   INTEGER REFERENCES integrators,
    desk         INTEGER REFERENCES desks,
    document_id  BLOB NOT NULL,
    document     BLOB NOT NULL,
    signer       BLOB NOT NULL,
    scope        TEXT NOT NULL,
    ticket       TEXT,
    preset       TEXT,
    file_name    TEXT,
    made_at      INTEGER NOT NULL,
    expires_at   INTEGER,
    withdrawn_at INTEGER,
    recorded_at  INTEGER NOT NULL,
    CHECK ((integrator IS NULL) <> (desk IS NULL))
) STRICT;
CREATE UNIQUE INDEX requests_received ON requests (document_id) WHERE integrator IS NOT NULL;
CREATE UNIQUE INDEX requests_made ON requests (document_id) WHERE desk IS NOT NULL;

-- Never a value: that is in the keychain, under the id.
CREATE TABLE keys (
    id          BLOB PRIMARY KEY,
    business    INTEGER NOT NULL REFERENCES businesses,
    mode        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    mask        TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    account     TEXT,
    state       TEXT NOT NULL,
    state_since INTEGER NOT NULL,
    added_at    INTEGER NOT NULL,
    replaced_by BLOB REFERENCES keys ON DELETE SET NULL,
    ends_at     INTEGER,
    UNIQUE (business, fingerprint)
) STRICT;
CREATE INDEX keys_by_fingerprint ON keys (fingerprint);
CREATE INDEX keys_by_successor ON keys (replaced_by) WHERE replaced_by IS NOT NULL;
CREATE INDEX keys_unsettled ON keys (state_since) WHERE state <> 'stored';

CREATE TABLE handovers (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    business    INTEGER NOT NULL REFERENCES businesses,
    integrator  INTEGER NOT NULL REFERENCES integrators,
    request     INTEGER REFERENCES requests,
    label       TEXT,
    project     TEXT,
    added_at    INTEGER NOT NULL,
    contents_at INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL,
    write_probes_agreed_at INTEGER
) STRICT;
CREATE INDEX handovers_by_business ON handovers (business);
CREATE INDEX handovers_by_integrator ON handovers (integrator);
CREATE INDEX handovers_by_request ON handovers (request);

-- How one is locked where there is no request: with six spoken words, which are in the keychain under this id, or for a bare code that
-- starts with age1.
CREATE TABLE handover_ways (
    handover INTEGER PRIMARY KEY REFERENCES handovers ON DELETE CASCADE,
    words    BLOB UNIQUE,
    code     TEXT,
    CHECK ((words IS NULL) <> (code IS NULL))
) STRICT;

CREATE TABLE handover_modes (
    handover INTEGER NOT NULL REFERENCES handovers ON DELETE CASCADE,
    mode     TEXT NOT NULL,
    progress TEXT NOT NULL,
    since    INTEGER NOT NULL,
    PRIMARY KEY (handover, mode)
) STRICT, WITHOUT ROWID;

-- The mask stays when the key itself is removed from this computer: the slot was filled, and is not missing.
CREATE TABLE handover_slots (
    handover INTEGER NOT NULL,
    mode     TEXT NOT NULL,
    slot     TEXT NOT NULL,
    position INTEGER NOT NULL,
    required INTEGER NOT NULL,
    key      BLOB REFERENCES keys ON DELETE SET NULL,
    mask     TEXT,
    previous BLOB REFERENCES keys ON DELETE SET NULL,
    can_undo INTEGER NOT NULL DEFAULT 0,
    put_at   INTEGER,
    PRIMARY KEY (handover, mode, slot),
    FOREIGN KEY (handover, mode) REFERENCES handover_modes ON DELETE CASCADE
) STRICT;
CREATE INDEX handover_slots_by_key ON handover_slots (key);
CREATE INDEX handover_slots_by_previous ON handover_slots (previous);

-- Where Stripe shall send payment notices to. While a change of it at Stripe has no answer, change, idempotency and change_since say
-- which it is: it may be tried again only as the same one.
CREATE TABLE handover_webhooks (
    handover     INTEGER NOT NULL REFERENCES handovers ON DELETE CASCADE,
    mode         TEXT NOT NULL,
    url          TEXT NOT NULL,
    endpoint     TEXT,
    by_hand_at   INTEGER,
    refused      TEXT,
    change       TEXT,
    idempotency  TEXT,
    change_since INTEGER,
    since        INTEGER NOT NULL,
    PRIMARY KEY (handover, mode, url)
) STRICT, WITHOUT ROWID;

-- Each check of one mode of a handover, whole, as the check wrote it.
CREATE TABLE handover_checks (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    handover INTEGER NOT NULL REFERENCES handovers ON DELETE CASCADE,
    mode     TEXT NOT NULL,
    findings TEXT NOT NULL,
    at       INTEGER NOT NULL
) STRICT;
CREATE INDEX handover_checks_by_handover ON handover_checks (handover, mode, at);

CREATE TABLE answers (
    handover INTEGER NOT NULL REFERENCES handovers ON DELETE CASCADE,
    question TEXT NOT NULL,
    position INTEGER NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (handover, question, position)
) STRICT, WITHOUT ROWID;

-- Sent ones have a handover. A received one that could not be opened has its file's name, a cause and nothing else.
CREATE TABLE bundles (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    direction      TEXT NOT NULL,
    handover       INTEGER REFERENCES handovers,
    desk           INTEGER REFERENCES desks,
    request        INTEGER REFERENCES requests,
    opened         INTEGER NOT NULL,
    document_id    BLOB,
    payload_sha256 BLOB,
    file_sha256    BLOB NOT NULL,
    signer         BLOB,
    company        TEXT,
    contact        TEXT,
    addressee      TEXT,
    file_name      TEXT,
    path           TEXT,
    size           INTEGER NOT NULL,
    ticket         TEXT,
    state          TEXT NOT NULL,
    state_since    INTEGER NOT NULL,
    cause          TEXT,
    verdict        TEXT,
    missing        TEXT,
    notes          TEXT NOT NULL,
    test_keys      INTEGER NOT NULL,
    live_keys      INTEGER NOT NULL,
    times          INTEGER NOT NULL DEFAULT 1,
    replaces       INTEGER REFERENCES bundles ON DELETE SET NULL,
    made_at        INTEGER,
    recorded_at    INTEGER NOT NULL,
    installed_at   INTEGER,
    search         TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX bundles_by_document ON bundles (direction, document_id) WHERE document_id IS NOT NULL;
CREATE INDEX bundles_by_file ON bundles (file_sha256);
CREATE INDEX bundles_by_handover ON bundles (handover) WHERE handover IS NOT NULL;
CREATE INDEX bundles_by_request ON bundles (request) WHERE request IS NOT NULL;
CREATE INDEX bundles_by_signer ON bundles (signer) WHERE signer IS NOT NULL;
CREATE INDEX bundles_by_replaced ON bundles (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX bundles_received ON bundles (recorded_at DESC, id DESC) WHERE direction = 'received';
CREATE INDEX bundles_installed ON bundles (installed_at) WHERE installed_at IS NOT NULL;

-- Apart from bundles, so that a list reads none of it.
CREATE TABLE sealed (
    bundle INTEGER PRIMARY KEY REFERENCES bundles ON DELETE CASCADE,
    bytes  BLOB NOT NULL
) STRICT;

CREATE TABLE bundle_slots (
    bundle      INTEGER NOT NULL REFERENCES bundles ON DELETE CASCADE,
    mode        TEXT NOT NULL,
    slot        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    mask        TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    copied_at   INTEGER,
    PRIMARY KEY (bundle, mode, slot)
) STRICT, WITHOUT ROWID;
CREATE INDEX bundle_slots_by_fingerprint ON bundle_slots (fingerprint);

CREATE TABLE bundle_accounts (
    bundle            INTEGER NOT NULL REFERENCES bundles ON DELETE CASCADE,
    mode              TEXT NOT NULL,
    account           TEXT NOT NULL,
    name              TEXT,
    country           TEXT,
    can_take_payments INTEGER,
    keys              TEXT NOT NULL,
    PRIMARY KEY (bundle, mode)
) STRICT, WITHOUT ROWID;
CREATE INDEX bundle_accounts_by_account ON bundle_accounts (account, mode);

CREATE TABLE receipts (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    bundle      INTEGER NOT NULL REFERENCES bundles ON DELETE CASCADE,
    document_id BLOB NOT NULL,
    document    BLOB NOT NULL,
    signer      BLOB NOT NULL,
    made_at     INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    UNIQUE (bundle, document_id)
) STRICT;

CREATE TABLE receipt_items (
    receipt INTEGER NOT NULL REFERENCES receipts ON DELETE CASCADE,
    mode    TEXT NOT NULL,
    slot    TEXT NOT NULL,
    outcome TEXT NOT NULL,
    code    TEXT,
    PRIMARY KEY (receipt, mode, slot)
) STRICT, WITHOUT ROWID;

-- Of a key of this computer, or of one in a bundle.
CREATE TABLE checks (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    key        BLOB REFERENCES keys ON DELETE CASCADE,
    bundle     INTEGER,
    mode       TEXT,
    slot       TEXT,
    checked_by TEXT NOT NULL,
    verdict    TEXT NOT NULL,
    cause      TEXT,
    lacks      TEXT NOT NULL,
    account    TEXT,
    request_id TEXT,
    at         INTEGER NOT NULL,
    FOREIGN KEY (bundle, mode, slot) REFERENCES bundle_slots ON DELETE CASCADE,
    CHECK ((key IS NULL) <> (bundle IS NULL))
) STRICT;
CREATE INDEX checks_by_key ON checks (key, at) WHERE key IS NOT NULL;
CREATE INDEX checks_by_bundle ON checks (bundle, mode, slot, at) WHERE bundle IS NOT NULL;

-- What proves where a webhook signing secret belongs: the endpoint that it came with, or a delivery that it signed.
CREATE TABLE secret_origins (
    key      BLOB PRIMARY KEY REFERENCES keys ON DELETE CASCADE,
    endpoint TEXT,
    account  TEXT,
    mode     TEXT,
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Names are copied in, so that an entry outlives what it tells of.
CREATE TABLE history (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    side       TEXT NOT NULL,
    event      TEXT NOT NULL,
    business   TEXT,
    integrator TEXT,
    mode       TEXT,
    slot       TEXT,
    mask       TEXT,
    ticket     TEXT,
    detail     TEXT,
    search     TEXT NOT NULL
) STRICT;
CREATE INDEX history_by_time ON history (at);

CREATE TABLE operations (
    id     TEXT PRIMARY KEY,
    result TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX operations_by_time ON operations (at);
