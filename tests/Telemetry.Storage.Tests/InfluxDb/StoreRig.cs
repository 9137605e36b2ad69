using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Rig;
using Telemetry.Storage.Files;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;
using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.InfluxDb;

/// <summary>A store before a scripted server, by a clock that jumps over waits.</summary>
internal sealed class StoreRig : IAsyncDisposable
{
    public static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(29);

    private readonly TempFolder _folder = new("influxdb-cursor");

    private StoreRig(InfluxDbVersion version, Func<ScriptedRequest, Reply> script, Action<InfluxDbOptions>? configure,
        IFileLayer? files)
    {
        // Creating the database of 1.x is always granted; what the script sees are writes.
        Server = new ScriptedServer(request => request.Path.EndsWith("/query", StringComparison.Ordinal)
            ? new Reply.Answer(200, """{"results":[{"statement_id":0}]}""", ("X-Influxdb-Version", "1.6.7"))
            : script(request));
        var options = new InfluxDbOptions
        {
            Url = Server.Url,
            Version = version,
            Org = version == InfluxDbVersion.V2 ? "city" : "",
            Token = version == InfluxDbVersion.V1 ? "" : "secret-token",
            User = version == InfluxDbVersion.V1 ? "writer" : "",
            Password = version == InfluxDbVersion.V1 ? "p:w" : "",
            WriteTimeout = AttemptLimit,
            HostName = "host-1",
        };
        configure?.Invoke(options);
        Cursor = TestCursor.In(_folder, files);
        Store = new InfluxDbStore(options, Cursor, Clock, NullLogger<InfluxDbStore>.Instance, new Random(7));
    }

    public PacedClock Clock { get; } = new(AttemptLimit);

    public ScriptedServer Server { get; }

    public CursorFile Cursor { get; }

    public InfluxDbStore Store { get; }

    public RejectedInMemory Rejected { get; } = new();

    public ContractBook Book { get; } = new(new Guid("5e3f0a52-6d6c-4a3e-9f3e-0d3f8f1b7a01"));

    /// <summary>Writes that carried readings, in order.</summary>
    public IReadOnlyList<ScriptedRequest> Posts =>
        [.. Writes.Where(r => !r.Text.StartsWith("changes,", StringComparison.Ordinal))];

    /// <summary>Writes that carried changes, in order.</summary>
    public IReadOnlyList<ScriptedRequest> Changes =>
        [.. Writes.Where(r => r.Text.StartsWith("changes,", StringComparison.Ordinal))];

    private IEnumerable<ScriptedRequest> Writes =>
        Server.Requests.Where(r => !r.Path.EndsWith("/query", StringComparison.Ordinal));

    public static async Task<StoreRig> CreateSut(
        InfluxDbVersion version, Func<ScriptedRequest, Reply> script, Action<InfluxDbOptions>? configure = null,
        IFileLayer? files = null)
    {
        var rig = new StoreRig(version, script, configure, files);
        await rig.Store.OpenAsync(CancellationToken.None);
        return rig;
    }

    /// <summary>Runs a batch to its end, over every wait.</summary>
    public Task<StoreReceipt> WriteAsync(params string[] lines) => Clock.RunAsync(BeginWrite(lines));

    public Task<StoreReceipt> BeginWrite(params string[] lines) =>
        Store.WriteAsync(Book.Next(lines), Rejected, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
