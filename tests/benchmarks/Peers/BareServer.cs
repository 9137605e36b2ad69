using System.CommandLine;
using System.Net;
using MQTTnet.Server;

namespace Telemetry.Benchmarks.Peers;

/// <summary><c>peer-server</c>: MQTTnet.Server with an empty interceptor.</summary>
internal static class BareServer
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Required = true };
        var command = new Command("peer-server", "A bare MQTTnet.Server (used by load)") { port };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(port), cancellation));
        return command;
    }

    private static async Task RunAsync(int port, CancellationToken cancellation)
    {
        var options = new MqttServerOptions();
        options.DefaultEndpointOptions.IsEnabled = true;
        options.DefaultEndpointOptions.Port = port;
        options.DefaultEndpointOptions.BoundInterNetworkAddress = IPAddress.Loopback;
        options.DefaultEndpointOptions.BoundInterNetworkV6Address = IPAddress.None;
        options.DefaultEndpointOptions.ConnectionBacklog = 1000;
        using var server = new MqttServerFactory().CreateMqttServer(options);
        server.InterceptingPublishAsync += static _ => Task.CompletedTask;
        await server.StartAsync();
        Console.WriteLine("ready");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await server.StopAsync();
    }
}
