using System.Net.Sockets;
using System.Net;
using TimeScales.Kernel.Zmtp;

namespace TimeScales.Tests.Notebooks;

/// <summary>What is published reaches every subscriber, whole and in order, however slowly it reads.</summary>
internal sealed class ZmtpPublisherTests
{
    private const int Megabyte = 1 << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private IPEndPoint endPoint = null!;
    private ZmtpPublisher publisher = null!;

    [SetUp]
    public void Bind()
    {
        endPoint = new IPEndPoint(IPAddress.Loopback, KernelClient.FreePorts(1)[0]);
        publisher = new ZmtpPublisher(endPoint);
    }

    [TearDown]
    public void Close() => publisher.Dispose();

    [Test]
    public void Every_subscriber_gets_the_messages_of_two_threads_whole_and_each_thread_s_in_its_order()
    {
        const int Count = 2000;
        using var first = Subscribe();
        using var second = Subscribe();
        var threads = new[] { 1, 2 }.Select(sender => new Thread(() =>
        {
            for (var i = 0; i < Count; i++)
                publisher.Send([[(byte)sender], BitConverter.GetBytes(i)]);
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();

        foreach (var subscriber in new[] { first, second })
        {
            var next = new int[3];
            while (next.Sum() < 2 * Count)
            {
                var message = subscriber.ReadMessage();
                // The last of those by which the subscriber was found to be there.
                if (message is [[0]])
                    continue;
                Assert.That(BitConverter.ToInt32(message[1]), Is.EqualTo(next[message[0].Single()]++));
            }
        }
        Assert.That(threads.Select(thread => thread.Join(Limit)), Is.All.True);
    }

    /// <summary>Eighty megabytes are more than the queue and the system's buffers hold. Catches a queue that drops, one that
    /// waits for nobody, one that forgets to make room again, and an end that does not wait for the rest.</summary>
    [Test]
    public void A_slow_subscriber_makes_the_producer_wait_loses_nothing_and_is_waited_for_at_the_end()
    {
        using var subscriber = Subscribe();
        var producer = Task.Factory.StartNew(() =>
        {
            for (var i = 0; i < 100; i++)
                publisher.Send([[(byte)(i + 1)], new byte[Megabyte]]);
        }, TaskCreationOptions.LongRunning);
        Assert.That(producer.Wait(TimeSpan.FromMilliseconds(400)), Is.False, "nobody has read, and all is sent");
        using var begun = new ManualResetEventSlim();
        var drained = Task.Factory.StartNew(() =>
        {
            begun.Set();
            publisher.Drain(Limit);
        }, TaskCreationOptions.LongRunning);
        begun.Wait(Limit);
        Assert.That(drained.Wait(TimeSpan.FromMilliseconds(200)), Is.False, "nobody has read, and nothing waits");

        var next = 1;
        while (next <= 100)
        {
            var message = subscriber.ReadMessage();
            if (message is [[0]])
                continue;
            Assert.That((message[0][0], message[1].Length), Is.EqualTo(((byte)next++, Megabyte)));
        }

        Assert.That(Task.WaitAll([producer, drained], TimeSpan.FromSeconds(20)), Is.True);
    }

    [Test]
    public void The_end_waits_no_longer_than_it_is_told()
    {
        using var subscriber = Subscribe();
        for (var i = 0; i < 40; i++)
            publisher.Send([new byte[Megabyte]]);

        Assert.That(Task.Run(() => publisher.Drain(TimeSpan.FromMilliseconds(50))).Wait(TimeSpan.FromSeconds(20)), Is.True);
    }

    [Test]
    public void A_subscriber_that_leaves_and_one_that_speaks_something_else_do_not_disturb_the_others()
    {
        using var stays = Subscribe();
        Subscribe().Dispose();
        using var stranger = new Socket(SocketType.Stream, ProtocolType.Tcp);
        stranger.Connect(endPoint);
        stranger.Send("GET / HTTP/1.1\r\nHost: localhost\r\nAccept: everything, and more than 64 bytes\r\n\r\n"u8);

        Assert.That(SpinWait.SpinUntil(() => publisher.Connections.Count() == 1, Limit), Is.True);
        publisher.Send([[7]]);
        byte[][] message;
        do
        {
            message = stays.ReadMessage();
        }
        while (message[0][0] == 0);
        Assert.That(message, Is.EqualTo(new[] { new byte[] { 7 } }));
    }

    [TestCase("0.0.0.0")]
    [TestCase("192.0.2.1")]
    public void Only_addresses_of_this_machine_itself_are_bound(string address) =>
        Assert.That(() => new ZmtpPublisher(new IPEndPoint(IPAddress.Parse(address), 0)),
            Throws.ArgumentException.With.Message.Contains(address));

    /// <summary>Connects and waits until something arrives: the publisher knows of a subscriber a moment after the subscriber
    /// does.</summary>
    private RawPeer Subscribe()
    {
        var subscriber = RawPeer.Connect(endPoint, ("Socket-Type", "SUB"u8.ToArray()));
        var isThere = SpinWait.SpinUntil(() =>
        {
            publisher.Send([[0]]);
            Thread.Sleep(1);
            return subscriber.HasData;
        }, Limit);
        Assert.That(isThere, Is.True);
        return subscriber;
    }
}
