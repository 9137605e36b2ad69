using Telemetry.Dashboards.Works;
using Telemetry.Domain.Readings;
using Telemetry.Host.Requests;
using Telemetry.Protocols.Native;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Observing;

/// <summary>
/// What an engineer asks of this host. Letters are asked for through the data folder, as the command does: one after
/// the other, and kept over a restart.
/// </summary>
internal sealed class HostWorks(NativeJsonProtocol protocol, RequestFolder requests, TimeProvider time) : IHostWorks
{
    private static readonly TimeSpan AnswerPoll = TimeSpan.FromMilliseconds(100);

    /// <summary>How long somebody at a screen waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public IReadOnlyCollection<UnregisteredAsset> Unregistered() => protocol.Unregistered.Seen;

    public IReadOnlyCollection<SkewedClock> Skewed() => protocol.Skewed.Seen;

    public async Task<LettersReplayed?> ReplayAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var name = await requests.AskAsync(new HostRequest(Replay: ids), cancellationToken);
        var asked = time.GetTimestamp();
        while (time.GetElapsedTime(asked) < Patience)
        {
            if (await requests.TakeAnswerAsync(name, cancellationToken) is { } answer)
            {
                return answer.Replay is { } done
                    ? new LettersReplayed(done.Replayed, done.RejectedAgain, done.Unfit, done.Missing)
                    : throw new StoreUnavailableException(answer.Error ?? "The host said nothing of the letters.");
            }
            await Task.Delay(AnswerPoll, time, cancellationToken);
        }
        return null;
    }
}

/// <summary>Devices speak to the ingest hosts, whose disks have the letters.</summary>
internal sealed class RemoteWorks : IHostWorks
{
    public IReadOnlyCollection<UnregisteredAsset> Unregistered() => throw Elsewhere();

    public IReadOnlyCollection<SkewedClock> Skewed() => throw Elsewhere();

    public Task<LettersReplayed?> ReplayAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        throw Elsewhere();

    private static StoreUnavailableException Elsewhere() =>
        new("This lies with the ingest hosts: ask one of them.");
}
