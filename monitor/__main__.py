"""Start the command line: `python -m monitor` is `ai-video-monitor`."""

from monitor.cli import main

if __name__ == "__main__":
    main()
