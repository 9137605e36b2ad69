using System.Diagnostics;
using System.Globalization;
using Telemetry.Benchmarks.Peers;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Load;

/// <summary>A bare MQTTnet subscriber: acknowledges and drops.</summary>
internal sealed class BareMqttNet : BrokerContender
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly ChildProcess _process;

    private BareMqttNet(MosquittoServer broker, LoadSettings settings)
        : base(broker, settings) =>
        _process = PeerProcess.Start("peer-subscriber", "--port", broker.Port.ToString(CultureInfo.InvariantCulture));

    public override string Name => "bare MQTTnet subscriber";

    protected override int ProcessId => _process.Id;

    public static async Task<BareMqttNet> StartAsync(LoadSettings settings)
    {
        var contender = new BareMqttNet(await StartBrokerAsync(), settings);
        await contender.WhenTakenAsync(0);
        return contender;
    }

    public override async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override async Task<long> WhenTakenAsync(long expected)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Patience)
        {
            var words = _process.Output.TrimEnd().Split('\n')[^1].Split(' ');
            if (words is [var count, var at] && long.TryParse(count, CultureInfo.InvariantCulture, out var taken)
                && taken >= expected)
                return long.Parse(at, CultureInfo.InvariantCulture);
            if (_process.HasExited) throw new InvalidOperationException(
                $"the bare subscriber ended:\n{_process.Output}");
            await Task.Delay(10);
        }
        throw new TimeoutException($"the bare subscriber did not get everything: {_process.Output}");
    }
}
