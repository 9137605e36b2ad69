using System.Globalization;
using System.Threading.Channels;

namespace Telemetry.Simulators.Load;

/// <summary>
/// What was acknowledged, one <c>device,ts,value</c> a line, handed to the system as soon as it is known: a reading in
/// this file that the store lacks is a lost one.
/// </summary>
internal sealed class AckJournal : IAsyncDisposable
{
    private readonly Channel<(string Device, long Ms, double Value)> _acknowledged =
        Channel.CreateUnbounded<(string, long, double)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Task _writing;

    /// <exception cref="IOException">The file can't be opened.</exception>
    public AckJournal(string path)
    {
        var file = new StreamWriter(path, append: true) { NewLine = "\n" };
        _writing = Task.Run(() => WriteAsync(file));
    }

    public void Append(string device, long ms, double value) => _acknowledged.Writer.TryWrite((device, ms, value));

    public async ValueTask DisposeAsync()
    {
        _acknowledged.Writer.Complete();
        await _writing.ConfigureAwait(false);
    }

    private async Task WriteAsync(StreamWriter file)
    {
        await using (file.ConfigureAwait(false))
        {
            while (await _acknowledged.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (_acknowledged.Reader.TryRead(out var one))
                {
                    await file.WriteLineAsync(string.Create(
                        CultureInfo.InvariantCulture, $"{one.Device},{one.Ms},{one.Value:R}")).ConfigureAwait(false);
                }
                await file.FlushAsync().ConfigureAwait(false);
            }
        }
    }
}
