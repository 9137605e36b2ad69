using Microsoft.Extensions.DependencyInjection;
using Telemetry.Dashboards;
using Telemetry.Dashboards.DeadLetters;
using Telemetry.Dashboards.Reports;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>
/// The monthly reports as the host puts them together, over a bench's stores and without dead letters.
/// </summary>
internal static class BenchReports
{
    public static MonthlyReports Of(DeriveBench bench) => new ServiceCollection()
        .AddSingleton<IDerivedReader>(bench.Store).AddSingleton(bench.Reader).AddSingleton(bench.Operations)
        .AddSingleton<IDeadLetterSource>(new NoLetters()).AddSingleton<IRegistrySource>(bench.City)
        .AddSingleton<TimeProvider>(bench.Time).AddMonthlyReports()
        .BuildServiceProvider().GetRequiredService<MonthlyReports>();

    private sealed class NoLetters : IDeadLetterSource
    {
        public IReadOnlyDictionary<string, (long Objects, DateTimeOffset Last)> Rejected(
            DateTimeOffset from, DateTimeOffset to) => new Dictionary<string, (long Objects, DateTimeOffset Last)>();

        public IReadOnlyList<DeadLetter> Newest(
            DeadLetterQuery query, int limit, CancellationToken cancellationToken) => [];
    }
}
