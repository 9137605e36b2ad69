using CsCheck;
using Telemetry.Mqtt.Source;

namespace Telemetry.Mqtt.Tests.Source;

public sealed class AcknowledgementLineTests
{
    [Fact]
    public Task In_whatever_order_commits_complete_acknowledgements_keep_the_order_of_arrival() =>
        Gen.Int[0, 40].SelectMany(count => Gen.Shuffle(Enumerable.Range(0, count).ToArray())).SampleAsync(async order =>
        {
            var commits = order.Select(_ => new TaskCompletionSource()).ToArray();
            var acknowledged = new List<int>();
            var journal = new ConnectionJournal("c");
            var line = new AcknowledgementLine<int>(
                (message, _) =>
                {
                    Assert.True(commits[message].Task.IsCompleted);
                    acknowledged.Add(message);
                    return Task.CompletedTask;
                },
                journal);
            for (var i = 0; i < commits.Length; i++) line.Enqueue(i, commits[i].Task);
            line.Complete();
            var running = line.RunAsync(default);

            foreach (var message in order)
            {
                commits[message].SetResult();
                var prefix = commits.TakeWhile(commit => commit.Task.IsCompleted).Count();
                Assert.True(acknowledged.Count <= prefix);
            }
            await running;

            Assert.Equal(Enumerable.Range(0, commits.Length), acknowledged);
            Assert.Equal(0, line.Abandon());
            Assert.Equal(0, journal.ToStatus().InFlight);
        });

    [Fact]
    public async Task Abandon_counts_what_was_never_acknowledged()
    {
        var journal = new ConnectionJournal("c");
        var line = new AcknowledgementLine<int>((_, _) => Task.CompletedTask, journal);
        using var givenUp = new CancellationTokenSource();
        line.Enqueue(1, Task.CompletedTask);
        line.Enqueue(2, new TaskCompletionSource().Task);
        line.Enqueue(3, Task.CompletedTask);
        var running = line.RunAsync(givenUp.Token);

        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal(2, line.Abandon());
        var status = journal.ToStatus();
        Assert.Equal((1, 2, 0), (status.Acknowledged, status.StaleAcknowledgements, status.InFlight));
    }

    [Fact]
    public async Task A_commit_that_fails_ends_the_line_before_anything_behind_it()
    {
        var acknowledged = new List<int>();
        var line = new AcknowledgementLine<int>(
            (message, _) =>
            {
                acknowledged.Add(message);
                return Task.CompletedTask;
            },
            new ConnectionJournal("c"));
        line.Enqueue(1, Task.CompletedTask);
        line.Enqueue(2, Task.FromException(new IOException("disk")));
        line.Enqueue(3, Task.CompletedTask);

        await Assert.ThrowsAsync<IOException>(() => line.RunAsync(default));

        Assert.Equal([1], acknowledged);
        Assert.Equal(2, line.Abandon());
    }
}
