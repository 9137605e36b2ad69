using System.Globalization;

namespace Telemetry.Rig;

/// <summary>
/// A real mosquitto: persistence on, anonymous clients allowed. It saves its sessions when stopped; a kill loses what
/// it has not saved, as in the field.
/// </summary>
public sealed class MosquittoServer : RealServer
{
    private MosquittoServer(int? port, string? folder)
        : base("mosquitto", port, folder, null)
    {
    }

    private string ConfigurationFile => Path.Combine(Folder, "mosquitto.conf");

    private protected override string Program => Servers.Require("mosquitto");

    private protected override IEnumerable<string> Arguments => ["-c", ConfigurationFile];

    /// <param name="extraConfig">
    /// Lines appended to the configuration: they may override, or belong to the listener.
    /// </param>
    /// <param name="port">A free one where null.</param>
    /// <param name="folder">Kept on dispose where given; else its own, removed.</param>
    public static async Task<MosquittoServer> StartAsync(
        string? extraConfig = null, int? port = null, string? folder = null)
    {
        Servers.Require("mosquitto");
        var server = new MosquittoServer(port, folder);
        try
        {
            await File.WriteAllTextAsync(server.ConfigurationFile, server.Configuration(extraConfig));
            await server.StartAgainAsync();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        return server;
    }

    private protected override Task<bool> AnswersAsync() => Http.ListensAsync(Port);

    // As root mosquitto would change to a user of its own, who may not write here.
    private string Configuration(string? extra) => string.Create(CultureInfo.InvariantCulture, $"""
        user {Environment.UserName}
        persistence true
        persistence_location {Folder}/
        log_dest stdout
        listener {Port} 127.0.0.1
        allow_anonymous true
        {extra}

        """);
}
