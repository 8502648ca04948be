"""Golden numbers of torch and NumPy for the tests in this folder's project.

    python3 lib.Tests/Golden/make_golden.py

writes streams.json, optimizers.json, statistics.json, tasks.json, triples.json and cells.json beside itself. Every value carries the expression that
made it; every file carries the versions. float32 values are written as the float64 that equals them, so that nothing is lost.
"""

import json
import math
import pathlib
import sys

import numpy as np
import torch

HERE = pathlib.Path(__file__).parent
TOOLS = {
    "command": "python3 lib.Tests/Golden/make_golden.py",
    "python": sys.version.split()[0],
    "torch": torch.__version__,
    "numpy": np.__version__,
}


def write(name, entries):
    """One entry a line, so that a change of one value is a change of one line."""
    lines = [f'  "made_by": {json.dumps(TOOLS)}']
    lines += [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in entries.items()]
    (HERE / name).write_text("{\n" + ",\n".join(lines) + "\n}\n")


def evaluate(expression, **names):
    """The value of an expression, kept beside it."""
    value = eval(expression, {"torch": torch, "np": np, "math": math, **names})
    return {"by": expression, "values": value}


def draws():
    """Each generator is fresh: torch.Generator().manual_seed(seed) unless the expression says otherwise."""
    entries = {}

    def add(name, seed, *expressions):
        g = torch.Generator()
        if seed is not None:
            g.manual_seed(seed)
        values = [evaluate(e, g=g) for e in expressions]
        entries[name] = {"seed": seed, "draws": values}

    add("uniform_float32", 1, "torch.rand(20, generator=g).tolist()")
    add("uniform_float64", 1, "torch.rand(20, generator=g, dtype=torch.float64).tolist()")
    # 1300 draws exhaust the 624 words of the engine twice; the tail is kept.
    add("uniform_float32_past_the_state", 7, "torch.rand(1300, generator=g)[-8:].tolist()")
    add("uniform_large_seed", 2**32 + 5, "torch.rand(6, generator=g).tolist()")
    add("integers", 3, "torch.randint(0, 40, (12,), generator=g).tolist()",
        "torch.randint(40, 80, (12,), generator=g).tolist()", "torch.randint(0, 1000003, (6,), generator=g).tolist()")
    add("permutation", 4, "torch.randperm(26, generator=g).tolist()", "torch.randperm(7, generator=g).tolist()",
        "torch.randperm(1, generator=g).tolist()", "torch.randperm(2, generator=g).tolist()")
    for dtype in ("float32", "float64"):
        # An odd short draw leaves half a pair behind, which the next short draw takes.
        add(f"normal_short_{dtype}", 5, *[f"torch.randn({n}, generator=g, dtype=torch.{dtype}).tolist()" for n in (1, 5, 15, 3)])
        for n in (16, 17, 32, 45, 64):
            add(f"normal_{n}_{dtype}", 6, f"torch.randn({n}, generator=g, dtype=torch.{dtype}).tolist()")
    add("mixed", 8, "torch.randn(3, generator=g, dtype=torch.float64).tolist()", "torch.rand(3, generator=g).tolist()",
        "torch.randperm(5, generator=g).tolist()", "torch.randn(2, generator=g, dtype=torch.float64).tolist()",
        "torch.randn(20, generator=g, dtype=torch.float64).tolist()", "torch.rand(2, generator=g).tolist()")
    add("default_seed", None, "g.initial_seed()", "torch.rand(8, generator=g).tolist()")

    torch.manual_seed(9)
    entries["linear"] = {"seed": 9, "draws": [
        evaluate(f"torch.nn.Linear({i}, {o}, bias=False).weight.detach().flatten().tolist()") for i, o in ((3, 3), (2, 3), (3, 1), (7, 2))]}
    torch.manual_seed(9)
    entries["linear_float64"] = {"seed": 9, "draws": [
        evaluate("torch.nn.Linear(3, 3, bias=False, dtype=torch.float64).weight.detach().flatten().tolist()")]}
    r = np.random.RandomState(11)
    entries["numpy_choice"] = {"seed": 11, "draws": [
        evaluate(f"r.choice({n}, size={k}, replace=False).tolist()", r=r) for n, k in ((10, 4), (64, 64), (1, 1), (257, 8), (1000, 16))]}
    return entries


def trajectories():
    """Minimise f(w) = ½ wᵀ diag(a) w + bᵀ w in float64 for 12 updates; the whole path of w is kept."""
    a, b, start = [1.0, 10.0, 0.1], [0.3, -0.7, 0.2], [1.0, -2.0, 0.5]
    entries = {"problem": {"curvature": a, "linear": b, "start": start}}
    optimizers = {
        "sgd": "torch.optim.SGD([w], lr=0.05)",
        "momentum": "torch.optim.SGD([w], lr=0.05, momentum=0.9)",
        "adam": "torch.optim.Adam([w], lr=0.1)",
        "adam_other_decays": "torch.optim.Adam([w], lr=0.02, betas=(0.7, 0.95), eps=1e-3)",
    }
    for name, expression in optimizers.items():
        w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        curvature, linear = (torch.tensor(v, dtype=torch.float64) for v in (a, b))
        optimizer = eval(expression, {"torch": torch, "w": w})
        path = []
        for _ in range(12):
            optimizer.zero_grad()
            (0.5 * (curvature * w * w).sum() + (linear * w).sum()).backward()
            optimizer.step()
            path.append(w.tolist())
        entries[name] = {"by": expression, "values": path}
    return entries


def statistics():
    values = {
        "odd": [0.3, -1.5, 2.25, 8.0, 0.1],
        "even": [4.0, -3.0, 0.5, 7.5, 1.25, 9.0],
        "repeated": [2.0, 2.0, 1.0, 2.0],
        "one": [5.5],
    }
    entries = {}
    for name, v in values.items():
        entries[name] = {
            "data": v,
            "median": evaluate("float(np.median(v))", v=v),
            "lower_median": evaluate("torch.median(torch.tensor(v, dtype=torch.float64)).item()", v=v),
            "quantiles": [{"p": p, **evaluate(f"float(np.quantile(v, {p}))", v=v)} for p in (0, 0.01, 0.25, 0.37, 0.99, 1)],
        }
    x, y = [0.5, 1.0, 2.5, 4.0, 7.0], [1.0, 0.2, -0.7, -2.0, -1.5]
    entries["line"] = {
        "x": x, "y": y,
        "slope_intercept": evaluate("np.polyfit(x, y, 1).tolist()", x=x, y=y),
        "r_squared": evaluate("float(np.corrcoef(x, y)[0, 1] ** 2)", x=x, y=y),
    }
    return entries


def tasks():
    """The four tasks, written from their definitions: 3 sequences, 18 steps, 4 channels, seed 5."""
    batch, steps, channels = 3, 18, 4
    rows = torch.arange(batch)

    def values(g):
        u = torch.zeros(batch, steps, channels)
        u[..., :-1] = torch.rand(batch, steps, channels - 1, generator=g)
        return u

    def marked_sum(u):
        return (u[..., 0] * u[..., -1]).sum(1)

    def adding(g):
        u = values(g)
        u[rows, torch.randint(0, steps // 2, (batch,), generator=g), -1] = 1
        u[rows, torch.randint(steps // 2, steps, (batch,), generator=g), -1] = 1
        return u, marked_sum(u)

    def recall(g):
        u = values(g)
        for b in range(batch):
            u[b, torch.randperm(steps // 3, generator=g)[:5], -1] = 1
        return u, marked_sum(u)

    def sinmix(g):
        f = [1 + 6 * torch.rand(batch, 1, 1, generator=g) for _ in range(2)]
        p = [2 * math.pi * torch.rand(batch, 1, 1, generator=g) for _ in range(2)]
        tau = torch.linspace(0, 1, steps).view(1, steps, 1)
        u = torch.zeros(batch, steps, channels)
        for i in range(2):
            u[..., i:i + 1] = torch.sin(2 * math.pi * f[i] * tau + p[i])
        u[..., 2:-1] = 0.1 * torch.randn(batch, steps, channels - 3, generator=g)
        s = u[..., :2]
        contrast = s[:, 3 * steps // 4:].mean(1) - s[:, :steps // 4].mean(1)
        return u, contrast[:, 0] - contrast[:, 1]

    def short(g):
        u = values(g)
        return u, u[:, -6:, 0].sum(1)

    entries = {"shape": [batch, steps, channels], "seed": 5}
    for task in (adding, recall, sinmix, short):
        u, y = task(torch.Generator().manual_seed(5))
        entries[task.__name__] = {"u": u.flatten().tolist(), "y": y.tolist()}
    return entries


def triples():
    """(b, t, k) for lags 1, 5 and 38 of 3 sequences of 40 steps, 12 at a time, one stream; lag 38 has too few candidates."""
    r = np.random.RandomState(1)
    entries = {"sequences": 3, "steps": 40, "count": 12, "seed": 1}
    for h in (1, 5, 38):
        candidates = [(b, t, t - h) for b in range(3) for t in range(h, 40)]
        if len(candidates) > 12:
            candidates = [candidates[i] for i in r.choice(len(candidates), size=12, replace=False)]
        entries[f"lag {h}"] = candidates
    return entries


def cells():
    """torch's GRU and LSTM in float64: 2 sequences, 5 steps, 3 inputs, 4 units, loss = mean over sequences of (w·h_T − y)²."""
    batch, steps, inputs, hidden = 2, 5, 3, 4
    entries = {"shape": {"batch": batch, "steps": steps, "inputs": inputs, "hidden": hidden}}
    for name in ("GRU", "LSTM"):
        torch.manual_seed(12)
        expression = f"torch.nn.{name}({inputs}, {hidden}, batch_first=True, dtype=torch.float64)"
        cell = eval(expression)
        u = torch.randn(batch, steps, inputs, dtype=torch.float64)
        w, y = torch.randn(hidden, dtype=torch.float64), torch.randn(batch, dtype=torch.float64)
        h = torch.randn(1, batch, hidden, dtype=torch.float64)
        c = torch.randn(1, batch, hidden, dtype=torch.float64)
        start = h if name == "GRU" else (h, c)
        outputs, end = cell(u, start)
        loss = ((outputs[:, -1] @ w - y) ** 2).mean()
        gradients = torch.autograd.grad(loss, list(cell.parameters()))

        def step(x):
            """The first step of the first sequence, from its whole state."""
            h0, c0 = x[:hidden].view(1, 1, -1), x[hidden:].view(1, 1, -1)
            after, last = cell(u[:1, :1], h0 if name == "GRU" else (h0, c0))
            return after.flatten() if name == "GRU" else torch.cat([last[0].flatten(), last[1].flatten()])

        x = h[0, 0] if name == "GRU" else torch.cat([h[0, 0], c[0, 0]])
        entries[name.lower()] = {
            "by": expression,
            "parameters": {key: value.detach().flatten().tolist() for key, value in cell.named_parameters()},
            "readOut": w.tolist(), "inputs": u.flatten().tolist(), "targets": y.tolist(),
            "start": (h[0] if name == "GRU" else torch.cat([h[0], c[0]], 1)).flatten().tolist(),
            "shown": outputs.detach().flatten().tolist(),
            "memory": [] if name == "GRU" else end[1].detach().flatten().tolist(),
            "loss": loss.item(),
            "gradients": {key: g.flatten().tolist() for (key, _), g in zip(cell.named_parameters(), gradients)},
            "jacobian": torch.autograd.functional.jacobian(step, x).flatten().tolist(),
        }
    return entries


if __name__ == "__main__":
    torch.set_num_threads(1)
    write("streams.json", draws())
    write("optimizers.json", trajectories())
    write("statistics.json", statistics())
    write("tasks.json", tasks())
    write("triples.json", triples())
    write("cells.json", cells())
