"""How long a reader waits for the notebook kernel, measured as a front end sees it.

Usage: /usr/bin/python3 kernel_timing.py   (the kernel must be installed)
"""
import statistics
import time

from jupyter_client.manager import start_new_kernel

STARTS = 7
CELLS = 300


def run(client, code):
    """Milliseconds from the request to the reply."""
    started = time.perf_counter()
    client.execute(code)
    while client.get_shell_msg(timeout=60)["msg_type"] != "execute_reply":
        pass
    return 1000 * (time.perf_counter() - started)


def spread(values):
    return f"median {statistics.median(values):.0f} ms, range {min(values):.0f} to {max(values):.0f} ms over {len(values)}"


def start_to_first_result():
    started = time.perf_counter()
    manager, client = start_new_kernel(kernel_name=".net-csharp")
    run(client, "1 + 1")
    elapsed = 1000 * (time.perf_counter() - started)
    return elapsed, manager, client


def main():
    starts = []
    for _ in range(STARTS):
        elapsed, manager, client = start_to_first_result()
        starts.append(elapsed)
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    print("start to first result:     ", spread(starts))

    _, manager, client = start_to_first_result()
    print("trivial cell, 2nd to 11th: ", spread([run(client, "1 + 1") for _ in range(10)]))
    print("trivial cell, the next:    ", spread([run(client, "1 + 1") for _ in range(CELLS)]))
    print("cell with lambda and loop: ", spread([run(client, f"var v{i} = Enumerable.Range(0, 9).Select(n => n * {i}).ToList(); foreach (var x in v{i}) Console.Write(x);") for i in range(CELLS)]))
    print("10 MB of output:           ", spread([run(client, "for (var i = 0; i < 100_000; i++) Console.WriteLine(new string('x', 99));") for _ in range(5)]))
    client.stop_channels()
    manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main()
