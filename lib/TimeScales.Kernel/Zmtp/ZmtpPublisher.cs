using System.Collections.Concurrent;
using System.Net;

namespace TimeScales.Kernel.Zmtp;

/// <summary>A bound PUB socket that waits for slow subscribers instead of dropping what they have not read.</summary>
/// <remarks>
/// Jupyter's clients subscribe to everything, so a subscription is taken as one to all. Each subscriber has its own queue and
/// thread: the producer waits only when a queue holds more than <see cref="QueueBytes"/>, and not for a subscriber that takes
/// nothing for
/// <see cref="StalledAfter"/>, which is disconnected.
/// </remarks>
internal sealed class ZmtpPublisher(IPEndPoint endPoint) : ZmtpListener(endPoint, "PUB", (_, _) => { })
{
    private const long QueueBytes = 64L * 1024 * 1024;
    private static readonly TimeSpan StalledAfter = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<ZmtpConnection, Subscriber> subscribers = new();

    internal void Send(IReadOnlyList<byte[]> frames)
    {
        foreach (var (connection, subscriber) in subscribers)
        {
            if (!subscriber.Enqueue(frames))
                connection.Dispose();
        }
    }

    /// <summary>Waits until every subscriber has been sent everything; for the last messages before the process ends.</summary>
    internal void Drain(TimeSpan patience)
    {
        var deadline = DateTime.UtcNow + patience;
        while (DateTime.UtcNow < deadline && subscribers.Values.Any(subscriber => !subscriber.IsEmpty))
            Thread.Sleep(5);
    }

    /// <inheritdoc/>
    protected override void OnConnected(ZmtpConnection connection)
    {
        var subscriber = new Subscriber(connection);
        subscribers[connection] = subscriber;
        Start("PUB send", subscriber.SendLoop);
    }

    /// <inheritdoc/>
    protected override void OnDisconnected(ZmtpConnection connection)
    {
        if (subscribers.TryRemove(connection, out var subscriber))
            subscriber.Stop();
    }

    private sealed class Subscriber(ZmtpConnection connection)
    {
        private readonly Queue<IReadOnlyList<byte[]>> queue = new();
        private readonly object gate = new();
        private long queuedBytes;
        private bool stopped;

        internal bool IsEmpty
        {
            get
            {
                lock (gate)
                    return queuedBytes == 0 || stopped;
            }
        }

        /// <summary>False when the subscriber has taken nothing for too long.</summary>
        internal bool Enqueue(IReadOnlyList<byte[]> frames)
        {
            lock (gate)
            {
                while (queuedBytes > QueueBytes && !stopped)
                {
                    var before = queuedBytes;
                    if (!Monitor.Wait(gate, StalledAfter) && queuedBytes == before)
                        return false;
                }
                queue.Enqueue(frames);
                queuedBytes += frames.Sum(frame => (long)frame.Length);
                Monitor.PulseAll(gate);
                return true;
            }
        }

        internal void Stop()
        {
            lock (gate)
            {
                stopped = true;
                Monitor.PulseAll(gate);
            }
        }

        internal void SendLoop()
        {
            try
            {
                while (Next() is { } frames)
                {
                    connection.Send(frames);
                    lock (gate)
                    {
                        queuedBytes -= frames.Sum(frame => (long)frame.Length);
                        Monitor.PulseAll(gate);
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                Stop();
            }
        }

        private IReadOnlyList<byte[]>? Next()
        {
            lock (gate)
            {
                while (queue.Count == 0 && !stopped)
                    Monitor.Wait(gate);
                return stopped ? null : queue.Dequeue();
            }
        }
    }
}
