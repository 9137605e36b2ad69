using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Telemetry.Dashboards.Access;

/// <summary>
/// While there is no administrator, a one-time code in the log makes the first: whoever can read the log runs the host.
/// </summary>
internal sealed class FirstRun(AccountsInForce accounts, AccessOptions access, ILogger<FirstRun> logger)
    : IHostedService
{
    private readonly Lock _gate = new();
    private string? _hash;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await IsOpenAsync(cancellationToken)) Offer();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask<bool> IsOpenAsync(CancellationToken cancellationToken) =>
        access.AccountsOn && !(await accounts.CurrentAsync(cancellationToken)).HasAdministrator;

    /// <summary>True where this is the code; it stays valid until <see cref="Close"/>.</summary>
    public bool IsCode(string typed)
    {
        lock (_gate)
        {
            // Without a code, one that nobody can type is compared: the same time, and never the same.
            return Secrets.AreSame(_hash ?? Secrets.HashOf(""), Secrets.HashOfCode(typed)) && _hash is not null;
        }
    }

    public void Close()
    {
        lock (_gate) _hash = null;
    }

    private void Offer()
    {
        var code = Secrets.NewCode();
        lock (_gate) _hash = Secrets.HashOfCode(code);
        Log.FirstRun(logger, code);
    }
}
