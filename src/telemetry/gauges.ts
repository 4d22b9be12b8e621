/** How things stand at a scrape: name, help and labels of every gauge. deploy/ may use no other (a test compares them). */
export const GAUGES = {
  scraping_service_started_timestamp_seconds: ['When this service started', []],
  scraping_service_troubles: ['What the last health check found wrong', []],
  scraping_service_restarts_last_hour: ['Starts of the service within the last hour', []],
  scraping_upkeep_last_run_timestamp_seconds: ['End of the last run of a background service', ['service']],
  scraping_upkeep_failing: ['1 = the last run of a background service failed', ['service']],

  scraping_batch_running: ['1 = a batch is open', []],
  scraping_batch_started_timestamp_seconds: ['Start of the open batch, else of the newest one', []],
  scraping_batch_deadline_timestamp_seconds: ['When the open batch is closed whatever is open', []],
  scraping_batch_tasks: ['Tasks of the open batch, else of the newest one', ['site', 'phase', 'status']],
  scraping_batch_rows: ['Rows published by the open batch, else by the newest one', ['site', 'phase']],
  scraping_batch_pages: ['Pages stored by the open batch, else by the newest one', ['site', 'phase']],
  scraping_batch_last_finished_timestamp_seconds: ['End of the newest closed batch', []],
  scraping_batch_last_completed_timestamp_seconds: ['End of the newest batch in which something was completed', []],
  scraping_batch_last_failed_tasks: ['Tasks of the newest closed batch that were not completed', []],
  scraping_batch_next_timestamp_seconds: ['When the next batch is due', []],
  scraping_batches_paused: ['1 = a person paused the schedule of batches', []],

  scraping_site_last_success_timestamp_seconds: ['When a task of the site was completed last', ['site']],
  scraping_site_paused: ['1 = nothing of the site starts until somebody resumes it', ['site']],
  scraping_site_fill_ratio: ['Share of rows of the newest closed batch in which a field is filled', ['site', 'field']],

  scraping_slots: ['Tasks that may run at once now', []],
  scraping_slots_configured: ['execution.max_concurrency', []],
  scraping_workers: ['Worker processes that live now', []],
  scraping_queue_tasks: ['Tasks handed out that no worker has taken yet', []],
  scraping_lane_ready_tasks: ['Tasks that wait for a free slot or lane', ['site', 'phase']],

  scraping_host_delay_seconds: ['Least time between two requests to the host now', ['host']],
  scraping_host_slowdown_ratio: ['How many times slower than its own delay the host is asked', ['host']],
  scraping_host_circuit_open: ['1 = the host rests after repeated trouble', ['host']],
  scraping_host_waiting_requests: ['Requests that wait for their turn', ['host']],

  scraping_backup_last_timestamp_seconds: ['When the newest good backup was made', []],
  scraping_backup_verified_timestamp_seconds: ['When the newest good backup was opened and compared', []],
  scraping_backup_size_bytes: ['Database archive of the newest good backup', []],
  scraping_backups: ['Backups that are kept', ['state']],
  scraping_restore_rehearsal_timestamp_seconds: ['When a restore was last tried by this service', []],
  scraping_restore_rehearsal_duration_seconds: ['How long that restore took', []],

  scraping_disk_free_bytes: ['Free space of the disk that holds it', ['holds']],
  scraping_disk_size_bytes: ['Size of the disk that holds it', ['holds']],
  scraping_disk_low: ['1 = too little space: no task starts', []],
  scraping_database_size_bytes: ['Size of the database file', []],
  scraping_memory_bytes: ['Memory in use', ['of']],
  scraping_machine_memory_available_bytes: ['Memory the machine, or our part of it, can still give', []],
  scraping_machine_cpu_ratio: ['Share of all cores in use by service and workers', []],

  scraping_notifications_waiting: ['Messages that could not be sent yet', []],
  scraping_notifications_dead: ['Messages that were given up: `scraping-monitor notify list`', []],
} as const satisfies Readonly<Record<string, readonly [help: string, labels: readonly string[]]>>;

export type GaugeName = keyof typeof GAUGES;
