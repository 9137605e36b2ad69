using Microsoft.Extensions.Logging;
using Telemetry.Storage.Queries.InfluxDb;

namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>Creates the database of 1.x, once, before the first write that gets through.</summary>
internal sealed class InfluxDbDatabase(
    InfluxDbOptions options, InfluxDbHttp http, InfluxDbAddress address, ILogger logger)
{
    bool _done = options.Version != InfluxDbVersion.V1 || !options.CreateDatabase;

    /// <summary>
    /// Throws what <see cref="HttpClient"/> throws where the server can't be reached. A server that refuses (an account
    /// may write but not create) is left to say so at the write.
    /// </summary>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        if (_done) return;
        using var request = new HttpRequestMessage(HttpMethod.Post, address.Administration)
        {
            Content = new FormUrlEncodedContent(
                [new("q", $"CREATE DATABASE {InfluxQl.Identifier(options.DatabaseInUse)}")]),
        };
        var answer = await http.AskAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.Status is >= 500 or 429) return;
        _done = true;
        if (answer.Status == 200 && !answer.Body.Contains("\"error\"", StringComparison.Ordinal))
            InfluxDbLog.DatabaseReady(logger, options.DatabaseInUse);
        else
            InfluxDbLog.DatabaseNotCreated(logger, AnswerClassifier.Words(answer));
    }
}
