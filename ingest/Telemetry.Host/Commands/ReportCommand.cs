using System.CommandLine;
using System.CommandLine.Parsing;
using Telemetry.Dashboards;
using Telemetry.Dashboards.DeadLetters;
using Telemetry.Dashboards.Reports;
using Telemetry.Dashboards.Reports.Rendering;
using Telemetry.Domain.Registry;
using Telemetry.Host.Composition;
using Telemetry.Host.Observing;
using Telemetry.Host.Options;
using Telemetry.Host.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Commands;

/// <summary>
/// <c>telemetry report month 2009-07</c>: the monthly report from the data of a host, beside it while it runs.
/// </summary>
internal static class ReportCommand
{
    private static readonly Argument<string> Month = new("month") { Description = "Month of local days, yyyy-MM." };

    private static readonly Option<string> ScopeOf = new("--scope")
    {
        Description = "city (by default), district:ID or plant:ID.", DefaultValueFactory = static _ => "city",
    };

    private static readonly Option<string?> Format = new("--format")
    {
        Description = "json, csv, xlsx or html; by the ending of --out, else csv.",
    };

    private static readonly Option<string> Language = new("--lang")
    {
        Description = "zh (by default) or en.", DefaultValueFactory = static _ => "zh",
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The file to write, or a folder; to the standard output by default.",
    };

    private static readonly Option<bool> Computed = new("--computed")
    {
        Description = "As computed now, also of a month that is locked.",
    };

    public static Command Create()
    {
        var month = new Command("month", "Writes the monthly report of the city, a district or a plant.")
        {
            Month, ScopeOf, Format, Language, Out, Computed,
        };
        CommandLine.SetBody(month, WriteAsync);
        return new Command("report", "Reports from what is stored and declared.") { month };
    }

    private static async Task<int> WriteAsync(
        TelemetryOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        var target = parsed.GetValue(Out);
        var (month, scope) = (MonthOf(parsed.GetValue(Month)!), ScopeIn(parsed.GetValue(ScopeOf)!));
        var format = FormatOf(parsed.GetValue(Format), target);
        var language = Choose<ReportLanguage>("--lang", parsed.GetValue(Language)!);
        RequireFolder(options);
        await using var services = Services(options);
        var reports = Open(services);
        if (reports.Refusal(scope) is { } refusal) throw new StartRefusedException(refusal);
        try
        {
            var file = await reports.FileAsync(
                scope, month, format, language, parsed.GetValue(Computed), cancellationToken);
            await SaveAsync(file, target, cancellationToken);
            if (file.PendingRevision is { } pending)
            {
                await Console.Error.WriteLineAsync(
                    $"telemetry: this is the report as published; revision {pending} waits for a decision");
            }
            return 0;
        }
        catch (StoreUnavailableException unavailable)
        {
            throw new StartRefusedException($"the store can't answer: {unavailable.Message}");
        }
    }

    private static async Task SaveAsync(ReportFile file, string? target, CancellationToken cancellationToken)
    {
        if (target is null)
        {
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(file.Content, cancellationToken);
            return;
        }
        var path = Directory.Exists(target) ? Path.Combine(target, file.Name) : target;
        try
        {
            await File.WriteAllBytesAsync(path, file.Content, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"--out {path} can't be written: {exception.Message}");
        }
        Console.WriteLine($"{Path.GetFullPath(path)} (data version {file.DataVersion})");
    }

    private static ServiceProvider Services(TelemetryOptions options)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddRegistry(options.Registry);
        services.AddStore(options);
        services.AddOperations(options);
        services.AddSingleton<IDeadLetterSource>(new FolderDeadLetters(options.DeadLetters.Folder));
        services.AddMonthlyReports();
        return services.BuildServiceProvider();
    }

    private static MonthlyReports Open(ServiceProvider services)
    {
        try
        {
            _ = services.GetRequiredService<IRegistrySource>().Current;
            return services.GetRequiredService<MonthlyReports>();
        }
        catch (RegistryRefusedException refused)
        {
            throw new StartRefusedException(refused.Message);
        }
        catch (StoreRefusedException refused)
        {
            throw new StartRefusedException(refused.Message);
        }
    }

    private static void RequireFolder(TelemetryOptions options)
    {
        if (Directory.Exists(options.Host.DataFolder)) return;
        throw new StartRefusedException(
            $"there is no {Path.GetFullPath(options.Host.DataFolder)}: no host has run with these settings here. "
            + "Name its folder with --Telemetry:Host:DataFolder=DIR (a demo's is data/demo), or its settings with "
            + "--config FILE");
    }

    private static LedgerMonth MonthOf(string text) => LedgerMonth.TryParse(text, out var month)
        ? month
        : throw new StartRefusedException($"'{text}' is no month: yyyy-MM, such as 2009-07");

    private static Scope ScopeIn(string text) => Scope.TryParse(text, out var scope)
        ? scope
        : throw new StartRefusedException($"--scope '{text}': city, district:ID or plant:ID");

    private static ReportFormat FormatOf(string? text, string? target)
    {
        if (text is not null) return Choose<ReportFormat>("--format", text);
        var ending = Path.GetExtension(target)?.TrimStart('.');
        return !string.IsNullOrEmpty(ending) && WireNames.TryParse(ending, out ReportFormat format)
            ? format
            : ReportFormat.Csv;
    }

    private static T Choose<T>(string name, string text)
        where T : struct, Enum => WireNames.TryParse(text, out T value)
            ? value
            : throw new StartRefusedException($"{name} '{text}': one of {string.Join(", ", WireNames.All<T>())}");
}
