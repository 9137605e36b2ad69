using System.Collections.Immutable;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Registry;

/// <summary>
/// The registry in force: read at start, read again when the content of its file changes. Content is compared, not
/// times or notifications, so an editor that renames, a copy, a mounted volume and a symbolic link all work alike. A
/// bad edit changes nothing but <see cref="State"/>.
/// </summary>
public sealed class RegistryWatch(RegistryOptions options, TimeProvider clock, ILogger<RegistryWatch> logger)
    : BackgroundService, IHostedLifecycleService, IRegistrySource
{
    private readonly string _path = Locate(options.Path);
    private readonly TimeSpan _checkInterval = options.CheckInterval;
    private readonly TimeSpan _settleTime = options.SettleTime;
    private readonly Lock _firstLoad = new();
    private readonly SemaphoreSlim _look = new(1, 1);

    // Written by the first load, then by one look at a time; read by everyone. Replaced whole.
    private volatile InForce? _inForce;

    // The looks' own: what was last judged, good or bad.
    private string _judged = "";

    /// <summary>
    /// Raised after the swap, within the look at the file; handlers must return at once and must not throw.
    /// </summary>
    public event Action<CityRegistry>? Changed;

    /// <summary>Loads at the first call, so that whoever is built before the host starts has it as well.</summary>
    /// <exception cref="RegistryRefusedException">The file is bad, and no earlier registry was loaded.</exception>
    public CityRegistry Current => (_inForce ?? Load()).Registry;

    public RegistryState State => (_inForce ?? Load()).State;

    /// <summary>Before any other part of the host starts, so that a bad file stops it with nothing begun.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _ = Current;
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Looks at the file now, beside the watch's own pace; one look at a time.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await _look.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await LookAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _look.Release();
        }
    }

    public override void Dispose()
    {
        _look.Dispose();
        base.Dispose();
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var inForce = _inForce ?? Load();
        var content = RegistryContent.Read(_path);
        if (content.Stamp == _judged) return;

        await Task.Delay(_settleTime, clock, cancellationToken).ConfigureAwait(false);
        if (RegistryContent.Read(_path).Stamp != content.Stamp)
        {
            logger.StillWritten(_path);
            return;
        }
        _judged = content.Stamp;
        Judge(content, inForce);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_checkInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await CheckAsync(stoppingToken).ConfigureAwait(false);
    }

    private void Judge(RegistryContent content, InForce inForce)
    {
        if (content.Stamp == inForce.Registry.Version)
        {
            _inForce = inForce.WithProblems([], clock.GetUtcNow());
            logger.Reverted(_path, content.Stamp);
            return;
        }
        var result = content.Parse();
        if (result is not { IsValid: true })
        {
            var problems = result?.Errors ?? [content.Fault!];
            _inForce = inForce.WithProblems(problems, clock.GetUtcNow());
            logger.Refused(
                _path, problems.Length, inForce.Registry.Version, string.Concat(problems.Select(p => $"\n  {p}")));
            return;
        }
        var next = InForce.From(result.Registry, _path, clock.GetUtcNow());
        _inForce = next;
        logger.Reloaded(
            next.Registry.Version, inForce.Registry.Version, _path, next.Registry.Plants.Count,
            next.Registry.Vehicles.Count);
        Changed?.Invoke(next.Registry);
    }

    private InForce Load()
    {
        lock (_firstLoad)
        {
            if (_inForce is { } present) return present;
            var content = RegistryContent.Read(_path);
            var result = content.Parse();
            if (result is not { IsValid: true })
                throw new RegistryRefusedException(_path, result?.Errors ?? [content.Fault!]);
            var first = InForce.From(result.Registry, _path, clock.GetUtcNow());
            _judged = content.Stamp;
            _inForce = first;
            var city = first.Registry;
            logger.Loaded(
                city.Version, _path, city.Plants.Count, city.Vehicles.Count, city.Facilities.Count, city.Devices.Count,
                city.Indicators.Length);
            return first;
        }
    }

    private static string Locate(string path)
    {
        var here = Path.GetFullPath(path);
        var besideProgram = Path.GetFullPath(path, AppContext.BaseDirectory);
        return !File.Exists(here) && File.Exists(besideProgram) ? besideProgram : here;
    }

    private sealed record InForce(CityRegistry Registry, RegistryState State)
    {
        public static InForce From(CityRegistry registry, string path, DateTimeOffset now) =>
            new(registry, new RegistryState(path, registry.Version, now, [], null));

        public InForce WithProblems(ImmutableArray<RegistryError> problems, DateTimeOffset now) => this with
        {
            State = State with
            {
                Problems = problems,
                ProblemsSince = problems.IsEmpty ? null : State.ProblemsSince ?? now,
            },
        };
    }
}
