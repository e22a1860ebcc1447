"""The service as a process: heartbeat, signals, lock, watchdog. Owns APScheduler."""
