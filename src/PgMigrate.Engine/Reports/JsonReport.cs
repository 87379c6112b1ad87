using System.Text.Json;

namespace PgMigrate.Engine.Reports;

/// <summary>Writes the objects themselves, as report.schema.json describes them.</summary>
internal static class JsonReport
{
    /// <summary>The schema's $id.</summary>
    private const string Schema = "urn:pgmigrate:report:1";

    private const int FormatVersion = 1;

    public static byte[] Write(ReportDocument report)
    {
        var context = ReportJson.Readable;
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, new() { Indented = true, Encoder = context.Options.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", Schema);
            writer.WriteNumber("formatVersion", FormatVersion);
            writer.WriteString("title", report.Title);
            writer.WriteString("createdAt", report.CreatedAt);
            writer.WriteString("program", report.Program);
            writer.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName(report.State.ToString()));
            writer.WriteStartArray("sections");
            foreach (var section in report.Sections)
            {
                writer.WriteStartObject();
                writer.WriteString("title", section.Title);
                writer.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName(section.State.ToString()));
                writer.WriteString("summary", section.Summary);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartObject("objects");
            foreach (var kind in ReportJson.Known)
            {
                var items = report.Items.Where(item => item.GetType() == kind).ToList();
                if (items.Count == 0) continue;
                writer.WriteStartArray(JsonNamingPolicy.CamelCase.ConvertName(kind.Name));
                foreach (var item in items) JsonSerializer.Serialize(writer, item, context.GetTypeInfo(kind)!);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return output.ToArray();
    }
}
